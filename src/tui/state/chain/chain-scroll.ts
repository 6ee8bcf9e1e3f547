import type { StrikeRow } from './chain-slice.ts';

/** How the user has scrolled the chain; both `null` while it follows the money. */
export interface ChainScroll {
  /** Strike at the top of the window, once the user has scrolled; in a ranking the number of rows above it. */
  top: number | null;
  selected: number | null;
}

export const notScrolled: ChainScroll = { top: null, selected: null };

interface AtStrike {
  strike: number;
}

/** A row of the table: a strike, or the line of the spot. */
export type ChainRow<T extends AtStrike = StrikeRow> = { kind: 'strike'; row: T } | { kind: 'spot' };

/** A move of the selection: by strikes, or to an end. */
export type ChainMove = { by: number } | { to: 'first' | 'last' };

interface Rows<T extends AtStrike = AtStrike> {
  /** Ascending, except in a ranking. */
  strikes: readonly T[];
  spot: number | null;
  /** In another order than that of the strikes: the window stays on its ranks while strikes move through it. */
  isRanked?: boolean;
}

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

/** Number of strikes at or below the spot: the spot's line stands right after them. */
const spotRow = ({ strikes, spot }: Rows) => {
  if (spot === null) return null;
  const above = strikes.findIndex((row) => row.strike > spot);
  return above < 0 ? strikes.length : above;
};

const rowCount = (rows: Rows) => rows.strikes.length + (rows.spot === null ? 0 : 1);

const rowOfIndex = (rows: Rows, index: number) => {
  const spot = spotRow(rows);
  return spot !== null && index >= spot ? index + 1 : index;
};

/**
 * Index of the first strike at or above the given one, since the next expiration has other strikes. In a ranking: of
 * that strike, or -1.
 */
const indexOfStrike = ({ strikes, isRanked }: Rows, strike: number) => {
  if (isRanked) return strikes.findIndex((row) => row.strike === strike);
  const index = strikes.findIndex((row) => row.strike >= strike);
  return index < 0 ? strikes.length - 1 : index;
};

function topRow(rows: Rows, height: number, scroll: ChainScroll): number {
  const highest = Math.max(0, rowCount(rows) - height);
  if (rows.isRanked) return clamp(scroll.top ?? 0, 0, highest);
  if (scroll.top !== null) return clamp(rowOfIndex(rows, indexOfStrike(rows, scroll.top)), 0, highest);
  const middle = spotRow(rows) ?? Math.floor(rows.strikes.length / 2);
  return clamp(middle - Math.floor(height / 2), 0, highest);
}

/** The rows in a window of `height` rows. */
export function visibleRows<T extends AtStrike>(
  rows: Rows<T>,
  height: number,
  scroll: ChainScroll,
): ChainRow<T>[] {
  const spot = spotRow(rows);
  const top = topRow(rows, height, scroll);
  const visible: ChainRow<T>[] = [];
  for (let row = top; row < Math.min(rowCount(rows), top + height); row++) {
    if (row === spot) visible.push({ kind: 'spot' });
    else visible.push({ kind: 'strike', row: rows.strikes[spot !== null && row > spot ? row - 1 : row]! });
  }
  return visible;
}

/**
 * Moves the selection, and the window as far as needed. It starts at the money, in a ranking at the first strike; the
 * window then no longer follows the money.
 */
export function moveSelection(rows: Rows, height: number, scroll: ChainScroll, move: ChainMove): ChainScroll {
  const count = rows.strikes.length;
  if (count === 0) return scroll;
  const start = rows.isRanked ? 0 : (spotRow(rows) ?? Math.floor(count / 2));
  const from = scroll.selected === null ? -1 : indexOfStrike(rows, scroll.selected);
  let index: number;
  if ('to' in move) index = move.to === 'first' ? 0 : count - 1;
  else if (from >= 0) index = from + move.by;
  // From the spot, one step down selects the strike above it and one step up the strike below it.
  else index = move.by > 0 ? start + move.by - 1 : start + move.by;
  return withSelected(rows, height, scroll, clamp(index, 0, count - 1));
}

function withSelected(rows: Rows, height: number, scroll: ChainScroll, index: number): ChainScroll {
  const row = rowOfIndex(rows, index);
  const top = clamp(topRow(rows, height, scroll), row - height + 1, row);
  const selected = rows.strikes[index]!.strike;
  if (rows.isRanked) return { top, selected };
  const spot = spotRow(rows);
  const topIndex = clamp(spot !== null && top > spot ? top - 1 : top, 0, rows.strikes.length - 1);
  return { top: rows.strikes[topIndex]!.strike, selected };
}

/** Selects the strike nearest to a price, the lower one of two as near, and moves the window as far as needed. */
export function selectNearest(rows: Rows, height: number, scroll: ChainScroll, price: number): ChainScroll {
  const away = rows.strikes.map(({ strike }) => Math.abs(strike - price));
  const nearest = Math.min(...away);
  const found = rows.strikes.reduce(
    (best, { strike }, index) =>
      away[index] === nearest && (best < 0 || strike < rows.strikes[best]!.strike) ? index : best,
    -1,
  );
  return found < 0 ? scroll : withSelected(rows, height, scroll, found);
}
