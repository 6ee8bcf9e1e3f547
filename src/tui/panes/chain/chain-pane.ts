import { timesOfChain } from '../../../market/quotes/freshness.ts';
import type { KeyOf } from '../../keys/key-of.ts';
import { boxFrameColumns, drawBox } from '../../render/box.ts';
import type { Line } from '../../render/line.ts';
import { stalenessOf } from '../../present/staleness.ts';
import { formatWeekdayDate } from '../../present/time.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import { type ChainListing, rowsOf } from '../../state/chain/chain-listing.ts';
import { visibleRows } from '../../state/chain/chain-scroll.ts';
import type { ChainSlice } from '../../state/chain/chain-slice.ts';
import { filterLine } from './chain-filter-line.ts';
import { fadeLines } from '../frame/fade.ts';
import { titleToken } from '../frame/title.ts';
import { type ChainPaneInput, chainTableRows } from './chain-pane-input.ts';
import { tableHeadRows } from './chain-table.ts';
import { labelsOf } from './chain-title.ts';
import { noteOf } from './chain-note.ts';

export function chainPaneLines(input: ChainPaneInput): Line[] {
  const { rect, isFocused, slice, listing } = input;
  const box = { width: rect.width, height: rect.height, isFocused };
  if (!slice || !listing) {
    const error = input.loading === null && input.job?.lastError;
    const named = input.wanted === null ? '0-DTE' : formatWeekdayDate(input.wanted);
    const title: Line = [[`${input.symbol} ${named} chain`.trim(), titleToken(isFocused)]];
    const body: Line[] = error
      ? [
          [
            ['No chain yet: ', 'dim'],
            [upstreamText(error), 'warning'],
          ],
        ]
      : [[[input.loading ?? 'Waiting for the first chain…', 'dim']]];
    return drawBox({ ...box, title, body, status: input.isRefreshing ? [['refreshing…', 'accent']] : [] });
  }
  const stale = stalenessOf({
    times: timesOfChain(slice.chain),
    now: input.now,
    phase: input.phase,
    job: input.job,
    usualIntervalMs: 60_000,
  });
  const labels = labelsOf(input, slice.chain, stale);
  const table = stale ? fadeLines(input.table) : input.table;
  const body = [...(emptyBody(slice, listing, input.keyOf) ?? table)];
  if (input.isFilterOpen) {
    const rows = chainTableRows(rect, true);
    const blank = Array.from({ length: Math.max(0, rows - body.length) }, (): Line => []);
    const line = filterLine(input.filter, listing, rect.width - boxFrameColumns);
    body.splice(rows, body.length, ...blank, line);
  }
  return drawBox({ ...box, ...labels, note: noteOf(slice, listing, input), body });
}

/** What the place of a strike depends on. */
export type StrikesPlace = Pick<ChainPaneInput, 'rect' | 'listing' | 'scroll' | 'isFilterOpen'>;

/** The strike whose row is drawn there; `null` on the frame, the column names, the spot's line and below the last row. */
export function strikeAt(place: StrikesPlace, column: number, row: number): number | null {
  const { rect, listing, scroll, isFilterOpen } = place;
  const isInside = column > rect.x && column < rect.x + rect.width - 1;
  if (!listing || !isInside) return null;
  const rows = visibleRows(rowsOf(listing), chainTableRows(rect, isFilterOpen) - tableHeadRows, scroll);
  const topBorder = 1;
  const shown = rows[row - rect.y - topBorder - tableHeadRows];
  return shown?.kind === 'strike' ? shown.row.strike : null;
}

/** Shown in place of an empty table; `null` where the table has rows. */
function emptyBody(slice: ChainSlice, listing: ChainListing, keyOf: KeyOf): Line[] | null {
  if (slice.strikes.length === 0) return [[['The vendor lists no contracts for this expiry.', 'dim']]];
  if (listing.rows.length > 0) return null;
  return [
    [
      ['No strike passes the filter. ', 'dim'],
      [keyOf('filter') ?? 'The help', 'key'],
      [' changes it, and ', 'dim'],
      // Never `null`: Escape always closes a dialog.
      [keyOf('filter-clear')!, 'key'],
      [' there clears it.', 'dim'],
    ],
  ];
}
