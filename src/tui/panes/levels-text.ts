import type { DataTier } from '../../market/quote.ts';
import type { Levels } from '../../protocol/levels.ts';
import type { Line, Span } from '../draw/line.ts';
import { clipText, textWidth } from '../draw/width.ts';
import { plural } from '../present/number.ts';
import { tierSpan } from '../present/tier.ts';
import { formatAge } from '../present/time.ts';
import type { Token } from '../theme/tokens.ts';

type DealerSign = Levels['assumptions']['dealerSign'];

const shortSign: Record<DealerSign, string> = {
  naive: 'dealers long calls, short puts',
  short: 'dealers short both',
  inverted: 'dealers short calls, long puts',
  unknown: 'dealers as the daemon says',
};

/** `0:12 ago · delayed`: how old the chain is that the levels are of, and how fresh it can be at best. */
export function levelsFreshness(levels: Levels, tier: DataTier | null, now: number): Line {
  const age: Span = [`${formatAge(now - levels.timestamp)} ago`, 'dim'];
  return tier === null ? [age] : [age, [' · ', 'dim'], tierSpan(tier)];
}

/** What the levels take for granted, on one line: the longest form that fits. */
export function assumptionsText({ assumptions, counts }: Levels, width: number): string {
  const sign = shortSign[assumptions.dealerSign];
  const model = counts.model > 0 ? ` · ${counts.model} of ${counts.contracts} greeks: model` : '';
  const forms = [
    `assumed: ${sign} · open interest of yesterday · T in calendar minutes to the option close${model}`,
    `assumed: ${sign} · yesterday’s OI · T in calendar minutes${model}`,
    `assumed: ${sign} · yesterday’s OI · T in minutes`,
    `${sign} · yesterday’s OI`,
    `dealers ${assumptions.dealerSign} · yesterday’s OI`,
  ];
  return forms.find((form) => textWidth(form) <= width) ?? clipText(forms.at(-1)!, width);
}

/** The same at length, a paragraph each. */
export function assumptionsParagraphs(levels: Levels): string[] {
  const { assumptions, counts } = levels;
  const signs: Record<DealerSign, string> = {
    naive:
      'Dealers are taken to hold the calls that customers sold and to be short the puts that customers bought.',
    short: 'Dealers are taken to be short calls and puts alike, since customers buy what expires today.',
    inverted: 'Dealers are taken to be short the calls and to hold the puts.',
    unknown: 'What dealers are taken to hold is a word of the daemon that this version does not know.',
  };
  return [
    `${signs[assumptions.dealerSign]} Nobody publishes who holds what: it is a setting, levels.dealer_sign.`,
    'Open interest is the clearing house’s of the day before; what was opened and closed today shows in the volume only. v changes between the two.',
    'Gamma exposure is gamma × contracts × 100 × spot² × 1 %: dollars of stock for a move of one per cent.',
    'The flip is the spot nearest to the present one at which the net, priced anew, changes its sign; none within 5 % is shown as none.',
    'Time is counted in calendar minutes to the close of the options, to the second, over 525,600 a year.',
    'The expected move is the session’s first straddle quoted since the opening bell, around the spot of that moment.',
    `Greeks: ${counts.vendor} of ${plural(counts.contracts, 'contract')} from the vendor, ${counts.model} from the model here, ${counts.refused} without.`,
  ];
}

/** Above zero, below it, and unknown. */
export const signToken = (value: number | null | undefined): Token =>
  value == null ? 'faint' : value < 0 ? 'down' : 'up';
