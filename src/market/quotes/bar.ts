import type { Source } from './quote.ts';

export const timeframes = ['daily', '1hour', '15min', '1min'] as const;
export type Timeframe = (typeof timeframes)[number];

/** One aggregate. Prices in dollars a share. */
export interface Bar {
  symbol: string;
  /** New York trading date, `YYYY-MM-DD`. */
  date: string;
  timeframe: Timeframe;
  /** Epoch ms at which the bar's window starts (daily: midnight in New York). */
  start: number;
  open: number;
  high: number;
  low: number;
  close: number;
  /** Shares; may be fractional. */
  volume: number;
  vwap: number | null;
  source: Source;
}
