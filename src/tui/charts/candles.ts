import type { Bar } from '../../market/quotes/bar.ts';
import { addDays, newYorkWeekday } from '../../market/calendar/new-york-time.ts';

/** Prices of one candle in dollars, and its volume. */
export interface Candle {
  open: number;
  high: number;
  low: number;
  close: number;
  /** Shares. */
  volume: number;
}

export function candleOf(bars: readonly Candle[]): Candle | null {
  const [first] = bars;
  const last = bars.at(-1);
  if (!first || !last) return null;
  return {
    open: first.open,
    high: Math.max(...bars.map(({ high }) => high)),
    low: Math.min(...bars.map(({ low }) => low)),
    close: last.close,
    volume: bars.reduce((sum, { volume }) => sum + volume, 0),
  };
}

/** Wider candles would show nothing more. */
const widestPitch = 7;

/** Cells for each of `count` candles; `null` when there are more of them than cells. */
export function pitchFor(count: number, cells: number): number | null {
  const pitch = Math.min(widestPitch, Math.floor(cells / Math.max(1, count)));
  return pitch >= 1 ? pitch : null;
}

/** How good a grouping looks: it should use the width, and many candles show more than few wide ones. */
function worth(count: number, cells: number): number {
  const pitch = pitchFor(count, cells);
  return pitch === null ? -1 : ((count * pitch) / cells) * Math.max(1, count) ** 0.25;
}

/** The best of several groupings of the same bars, by the candles each of them makes; the last one when none fits. */
export function bestGrouping<T extends { count: number }>(groupings: readonly T[], cells: number): T {
  return groupings.reduce((best, each) => {
    const fits = worth(best.count, cells) >= 0;
    return !fits || worth(each.count, cells) > worth(best.count, cells) ? each : best;
  });
}

/** Usual minutes of a candle; all of them divide the hour. */
export const candleMinutes = [1, 2, 3, 4, 5, 6, 10, 15, 20, 30, 60] as const;

/** Monday of the week that a date belongs to. */
export function weekOf(date: string): string {
  return addDays(date, 1 - newYorkWeekday(date));
}

/** Bars with the same key in a row as one group. */
export function groupBars(bars: readonly Bar[], keyOf: (bar: Bar) => string | number): Bar[][] {
  const groups: Bar[][] = [];
  let key: string | number | null = null;
  for (const bar of bars) {
    const next = keyOf(bar);
    if (next !== key) groups.push([]);
    groups.at(-1)!.push(bar);
    key = next;
  }
  return groups;
}
