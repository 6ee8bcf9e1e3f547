import type { Bar, Timeframe } from '../market/quotes/bar.ts';

/** Bars of any symbol; kept for ever. */
export interface BarStore {
  /**
   * Stores bars; one of the same symbol, timeframe and start takes the place of the older one. Bars that break a rule of
   * the database are left out and come back with the reason.
   */
  upsert(bars: readonly Bar[]): Promise<{ stored: number; refused: { bar: Bar; reason: string }[] }>;
  /** Bars that start from `fromMs` up to, not including, `toMs`, oldest first. */
  range(symbol: string, timeframe: Timeframe, fromMs: number, toMs: number): Promise<Bar[]>;
  /** Bars that start at these instants, as far as there are any, in no order. */
  at(symbol: string, timeframe: Timeframe, starts: readonly number[]): Promise<Bar[]>;
  /** Dates of the bars of a symbol, oldest first. */
  dates(symbol: string, timeframe: Timeframe): string[];
  /** Takes out bars that others stand in for. */
  remove(symbol: string, timeframe: Timeframe, starts: readonly number[]): Promise<void>;
  /** Start of the newest bar (epoch ms); `null` without one. */
  lastStart(symbol: string, timeframe: Timeframe): Promise<number | null>;
}
