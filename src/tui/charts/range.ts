/** How far back the chart goes. */
export const chartRanges = ['1D', '5D', '1M'] as const;
export type ChartRange = (typeof chartRanges)[number];

export const rangeLabels: Record<ChartRange, string> = {
  '1D': 'one day',
  '5D': 'five days',
  '1M': 'a month',
};
