import { type Line, lineWidth } from '../../render/line.ts';
import { alignRight, shortenText } from '../../render/width.ts';
import { plural } from '../../present/number.ts';
import { type ChainListing, sortLabels } from '../../state/chain/chain-listing.ts';
import type { Token } from '../../theme/tokens.ts';

const example = ' 660-680  >670  itm  otm  atm5  ±2%  vol>100  oi>500';

function remark({ problem, isMoneyUnknown, rows, total }: ChainListing): readonly [string, Token] {
  if (problem) return [`“${problem.word}”? ${problem.meant}`, 'warning'];
  if (isMoneyUnknown) return ['no spot: moneyness is not known', 'warning'];
  return [`${rows.length} of ${plural(total, 'strike')}`, rows.length > 0 ? 'dim' : 'warning'];
}

/** What is typed at the foot of the chain, and next to it the result, or what may have been meant. */
export function filterLine(text: string, listing: ChainListing, width: number): Line {
  const typed: Line = [['/ ', 'key'], [text], ['▏', 'accent']];
  const room = Math.max(0, width - lineWidth(typed));
  if (text === '') return [...typed, [shortenText(example, room), 'faint']];
  const [words, token] = remark(listing);
  return [...typed, [alignRight(shortenText(` ${words}`, room), room), token]];
}

const longestInTitle = 24;

/**
 * ` · filter 12 of 81 · by volume`, as far as there is a filter and another order; empty for the whole chain by
 * strike.
 */
export function listingLabel({ isFiltered, sort, rows, total }: ChainListing): Line {
  return [
    ...(isFiltered
      ? ([
          [' · ', 'dim'],
          [`filter ${rows.length} of ${total}`, 'accent'],
        ] as const)
      : []),
    ...(sort !== 'strike'
      ? ([
          [' · ', 'dim'],
          [`by ${sortLabels[sort]}`, 'accent'],
        ] as const)
      : []),
  ];
}

/** The filter itself behind the key that changes it, for the bottom border. */
export function filterNote(text: string, { isFiltered }: ChainListing, key: string | null): Line {
  if (!isFiltered) return [];
  return [
    key === null ? ['filter', 'dim'] : [key, 'key'],
    [` ${shortenText(text.trim(), longestInTitle)} · `, 'dim'],
  ];
}
