import type { Bar } from '../../../market/quotes/bar.ts';
import type { Quote } from '../../../market/quotes/quote.ts';
import type { SessionPriceLine } from '../../../protocol/state.ts';
import type { TimeRange } from '../axis.ts';
import type { Candle } from '../candles.ts';
import type { TimeGrid } from './level-steps.ts';
import type { ChartRange, ChartStyle } from '../range.ts';

/** A named place on the time axis. */
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

/** Candles side by side, all equally wide. */
export interface CandleRow {
  /** From the left; `null` without a known trade. */
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
  /** VWAP of each session from its open; empty where it is not known or the bars are too long. */
  vwap: readonly number[];
  /** One standard deviation above and below the VWAP, of one day only. */
  bands: readonly { upper: number; lower: number }[];
  /** Shares; 0 where not known. */
  volumes: readonly number[];
  marks: readonly TimeMark[];
  /** `null` unless the chart shows one day, in slots of equal length. */
  grid: TimeGrid | null;
  /** The bars of each slot of a line, or of each candle, from the left; empty where the chart shows one day. */
  spans: readonly (readonly Bar[])[];
  shades: readonly Shade[];
  /** Whether some of it is of vendor bars that came after the instant that is looked at. */
  isPartRebuilt: boolean;
  /** First date with bars, if the range begins earlier; else `null`. */
  since: string | null;
}

/** The part of a day that is drawn, and its regular session; epoch ms. */
export interface DayTimes extends TimeRange {
  open: number;
  close: number;
}

/** What a `History` is made from: bars, the price line of the last day, and the latest quote. */
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

/** Volume of each cell along the axis. A slot on two cells is shared between them, so that cells are comparable. */
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
