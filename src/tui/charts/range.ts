import type { Timeframe } from '../../market/quotes/bar.ts';

/** How far back the chart goes. */
export const chartRanges = ['1D', '5D', '1M', '6M', '1Y'] as const;
/** How much time the chart shows: one day, or several. */
export type ChartRange = (typeof chartRanges)[number];

export const rangeLabels: Record<ChartRange, string> = {
  '1D': 'one day',
  '5D': 'five days',
  '1M': 'a month',
  '6M': 'six months',
  '1Y': 'a year',
};

/** The bars of each range, fine enough for the widest terminal, and the calendar days back that hold its sessions. */
export const rangeTerms: Record<ChartRange, { timeframe: Timeframe; daysBack: number }> = {
  '1D': { timeframe: '1min', daysBack: 0 },
  '5D': { timeframe: '15min', daysBack: 9 },
  '1M': { timeframe: '1hour', daysBack: 30 },
  '6M': { timeframe: 'daily', daysBack: 183 },
  '1Y': { timeframe: 'daily', daysBack: 365 },
};

/** How the prices are drawn. */
export const chartStyles = ['line', 'candles'] as const;
/** Whether the chart shows a line or candles. */
export type ChartStyle = (typeof chartStyles)[number];
