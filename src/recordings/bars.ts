import type { Bar, Timeframe } from '../market/quotes/bar.ts';

/** A bar, and when it was received. */
export interface ReceivedBar extends Bar {
  /**
   * Epoch ms at which the vendor gave these values first, which may be before the bar had ended; `null` on bars from before
   * that was recorded. Values that were corrected count from the correction on.
   */
  receivedAt: number | null;
}

/**
 * Bars of any symbol; kept for ever. A newer bar takes the place of an older one, so that a read cannot tell what was
 * known at `asOf`: it takes the bars whose time was over by then, whenever they were received, and those received by then.
 */
export interface BarStore {
  /**
   * Stores bars; one of the same symbol, timeframe and start takes the place of the older one. Bars that break a rule of
   * the database are left out and come back with the reason. `receivedAt` is when the vendor's answer came; a bar with the values that it
   * had before keeps the time of its receipt.
   */
  upsert(
    bars: readonly Bar[],
    receivedAt: number,
  ): Promise<{ stored: number; refused: { bar: Bar; reason: string }[] }>;
  /** Bars that start from `fromMs` up to, not including, `toMs`, oldest first. */
  range(symbol: string, timeframe: Timeframe, fromMs: number, toMs: number, asOf: number): Promise<Bar[]>;
  /** The bars of `range`, with the time of their receipt, which may be later than `asOf`. */
  received(
    symbol: string,
    timeframe: Timeframe,
    fromMs: number,
    toMs: number,
    asOf: number,
  ): Promise<ReceivedBar[]>;
  /** Bars that start at these instants, as far as there are any, in no order. */
  at(symbol: string, timeframe: Timeframe, starts: readonly number[], asOf: number): Promise<Bar[]>;
  /** Dates of the bars of a symbol, oldest first. */
  dates(symbol: string, timeframe: Timeframe, asOf: number): Promise<string[]>;
  /** Takes out bars that others stand in for. */
  remove(symbol: string, timeframe: Timeframe, starts: readonly number[]): Promise<void>;
  /** Start of the newest bar (epoch ms); `null` without one. */
  lastStart(symbol: string, timeframe: Timeframe, asOf: number): Promise<number | null>;
}
