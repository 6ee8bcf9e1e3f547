import type { Bar } from '../../../market/quotes/bar.ts';
import type { Quote } from '../../../market/quotes/quote.ts';
import type { SessionPriceLine } from '../../../protocol/state.ts';
import type { TimeRange } from '../axis.ts';
import type { Candle } from '../candles.ts';
import type { TimeGrid } from './level-steps.ts';
import type { ChartRange, ChartStyle } from '../range.ts';

/** A place on the time axis that has a name. */
export interface TimeMark {
  slot: number;
  label: string;
  /** The line above it: where a day, a week or a month begins, and where days were skipped. */
  rule: 'none' | 'thin' | 'thick';
}

/** Slots outside of the regular session, the last one not included. */
export interface Shade {
  from: number;
  to: number;
  /** Longest first; the first that has room is shown. */
  labels: readonly string[];
}

export interface CandleRow {
  /** From the left; `null` where nothing was traded, or nothing is known of it. */
  candles: readonly (Candle | null)[];
  /** Cells, which are slots here, from one to the next. */
  pitch: number;
  /** How long one is: `5 min`, `day`. */
  span: string;
}

/** What the chart draws, slot by slot from the left; NaN where there is nothing. */
export interface History {
  length: number;
  /** The line; empty where candles are drawn. */
  prices: readonly number[];
  candles: CandleRow | null;
  /** Of each session from its open on; empty where it is not known or makes no sense. */
  vwap: readonly number[];
  /** One standard deviation above and below the VWAP, of one day only. */
  bands: readonly { upper: number; lower: number }[];
  /** Shares; 0 where nothing is known of them, which looks the same as none. */
  volumes: readonly number[];
  marks: readonly TimeMark[];
  /** Of one day; `null` where the slots are no stretches of time of one length. */
  grid: TimeGrid | null;
  shades: readonly Shade[];
  /** First date there is anything of, if the range asks for more; else `null`. */
  since: string | null;
}

/** What is drawn of a day, and where its regular session begins and ends. */
export interface DayTimes extends TimeRange {
  open: number;
  close: number;
}

export interface HistoryInput {
  range: ChartRange;
  style: ChartStyle;
  bars: readonly Bar[];
  /** The line of the last day, newer than any bar. */
  priceLine: SessionPriceLine | null;
  quote: Quote | null;
  /** Of that day; `null` while it has no line. */
  times: DayTimes | null;
  /** Cells along the time axis. */
  plotCells: number;
}

/** The highest and the lowest price drawn; `null` without any. */
export function extremesOf({ prices, candles }: Pick<History, 'prices' | 'candles'>) {
  const drawn = candles?.candles.filter((candle) => candle !== null) ?? [];
  const known = prices.filter((price) => Number.isFinite(price));
  if (drawn.length === 0 && known.length === 0) return null;
  return {
    high: Math.max(...known, ...drawn.map(({ high }) => high)),
    low: Math.min(...known, ...drawn.map(({ low }) => low)),
  };
}

/** Volume of each cell along the axis, with its share of a slot that it has only a part of: cells stay comparable. */
export function volumeOfCells(volumes: readonly number[], length: number, cells: number): number[] {
  const slotsOfCell = length / cells;
  return Array.from({ length: cells }, (_, cell) => {
    const from = cell * slotsOfCell;
    const to = from + slotsOfCell;
    let sum = 0;
    for (let slot = Math.floor(from); slot < to; slot++) {
      const overlap = Math.min(slot + 1, to) - Math.max(slot, from);
      sum += (volumes[slot] ?? 0) * overlap;
    }
    return sum;
  });
}
