import type { Source } from './quote.ts';

export const timeframes = ['daily', '1hour', '15min', '1min'] as const;
/** Length of a bar. */
export type Timeframe = (typeof timeframes)[number];

/** How long one bar's window is. */
export const timeframeMs: Record<Timeframe, number> = {
  daily: 86_400_000,
  '1hour': 3_600_000,
  '15min': 900_000,
  '1min': 60_000,
};

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
  /** In a playback: the vendor gave it after the instant that is looked at, and nothing was recorded in its place. Else absent. */
  isRebuilt?: true | undefined;
}
