import type { Chain } from '../../../market/quotes/chain.ts';
import { strikeText } from '../../../market/quotes/price-text.ts';
import { type Line, lineWidth, shortenLine } from '../../render/line.ts';
import { markText, notComparedText } from '../../present/comparison-text.ts';
import { formatCount, plural } from '../../present/number.ts';
import { type ChainListing, rowsOf } from '../../state/chain/chain-listing.ts';
import { visibleRows } from '../../state/chain/chain-scroll.ts';
import type { ChainSlice } from '../../state/chain/chain-slice.ts';
import { filterNote } from './chain-filter-line.ts';
import { marksLegend } from '../chart/level-marks.ts';
import { type ChainPaneInput, chainWindowRows } from './chain-pane-input.ts';

/** Which of the rows are in the window: by strike, or in a ranking by rank. */
function windowText(listing: ChainListing, input: ChainPaneInput): string {
  const height = chainWindowRows(input.rect, input.isFilterOpen);
  const { rows, isRanked } = listing;
  const shown = visibleRows(rowsOf(listing), height, input.scroll).flatMap((row) =>
    row.kind === 'strike' ? [row.row] : [],
  );
  if (shown.length === rows.length) return plural(rows.length, 'strike');
  if (isRanked) {
    const first = rows.indexOf(shown[0]!) + 1;
    return `ranks ${first}–${first + shown.length - 1} of ${rows.length}`;
  }
  const range = (from: number | undefined, to: number | undefined) =>
    [from, to].map((strike) => (strike === undefined ? '' : strikeText(strike))).join('–');
  return `${range(shown[0]?.strike, shown.at(-1)?.strike)} of ${range(rows[0]?.strike, rows.at(-1)?.strike)}`;
}

/** Since when the columns of changes count, or why they are empty. */
function comparedNote(chain: Chain, { compared, now }: ChainPaneInput): Line {
  if (!compared) return [];
  const mark = markText(compared.at, now);
  if ('why' in compared) return [[notComparedText(compared.why, mark, chain.expiration), 'warning']];
  return [
    ['changes since ', 'dim'],
    [mark, 'mark'],
  ];
}

/** Cells of the bottom border that a note leaves to the frame. */
const noteFrame = 6;

/** The bottom border: notes about the chain, the filter, and which part of the chain is in the window. */
export function noteOf(slice: ChainSlice, listing: ChainListing, input: ChainPaneInput): Line {
  const { chain } = slice;
  const part = windowText(listing, input);
  const centreKey = input.keyOf('re-centre');
  const model = chain.contracts.filter((contract) => contract.greeksSource === 'model').length;
  const isMixed = chain.contracts.some((contract) => contract.greeksSource === 'vendor');
  const rejected = chain.rejectedRows > 0 ? `${plural(chain.rejectedRows, 'row')} rejected · ` : '';
  const adjusted = chain.adjustedRows ? `${plural(chain.adjustedRows, 'adjusted contract')} left out · ` : '';
  const legend = input.hasMarks && input.rect.width >= 110 ? `${marksLegend} · ` : '';
  const compared = comparedNote(chain, input);
  const comparison: Line = compared.length === 0 ? [] : [...compared, [' · ', 'dim']];
  const notes: Line = [
    [rejected, 'warning'],
    [adjusted, 'dim'],
    [chain.isStrikesOnly ? 'this plan has no option prices · ' : '', 'dim'],
    ...filterNote(input.filter, listing, input.keyOf('filter')),
    [legend, 'faint'],
    [input.rect.width >= 130 ? 'IV by calendar minutes · ' : '', 'faint'],
    [model === 0 ? '' : `${isMixed ? `${formatCount(model)} ` : ''}greeks: model · `, 'dim'],
    ...(input.scroll.top === null || centreKey === null
      ? []
      : ([
          [centreKey, 'key'],
          [' re-centres · ', 'dim'],
        ] as const)),
    ...comparison,
    [part, 'dim'],
  ];
  if (compared.length === 0) return notes;
  // Since when a chain is compared, or why not, is what matters most.
  const forms: Line[] = [notes, [...comparison, [part, 'dim']], compared];
  const room = input.rect.width - noteFrame;
  return forms.find((form) => lineWidth(form) <= room) ?? shortenLine(compared, room);
}
