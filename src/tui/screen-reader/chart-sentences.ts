import { rangeLabels } from '../charts/range.ts';
import { formatClockMinute, formatWeekdayDate } from '../present/time.ts';
import { pastDate, shownPastDay } from '../state/chart/past-day.ts';
import { shownAnswers, shownPicture } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import { cursorSentences } from './cursor-sentences.ts';
import { drawnLevelSentences } from './level-sentences.ts';
import { price } from './spoken-values.ts';

/** What the chart shows: what its cursor reads first, then the prices as a whole, and the levels that are drawn. */
export function chartSentences(state: DashboardState): string[] {
  const hasLevels = state.ui.chartRange === '1D' && pastDate(state) === null;
  return [
    ...cursorSentences(state),
    ...pricesSentences(state),
    ...(hasLevels ? drawnLevelSentences(state) : []),
  ];
}

function pricesSentences(state: DashboardState): string[] {
  const { chartRange } = state.ui;
  const past = pastDate(state);
  const { priceLine } = shownPicture(state);
  const bars = (past ? shownPastDay(state) : shownAnswers(state).bars[chartRange])?.bars ?? [];
  const label = `Chart, ${past ? `past day ${formatWeekdayDate(past)}` : rangeLabels[chartRange]}`;
  const isDay = chartRange === '1D' && past === null;
  const later = [...bars, ...(isDay ? (priceLine?.points ?? []) : [])].some(({ isRebuilt }) => isRebuilt)
    ? ['Some of it is bars that came later.']
    : [];
  if (bars.length > 0) {
    const high = Math.max(...bars.map((bar) => bar.high));
    const low = Math.min(...bars.map((bar) => bar.low));
    return [
      `${label}: from ${price(bars[0]!.open)} to ${price(bars.at(-1)!.close)}, highest ${price(high)}, lowest ${price(low)}.`,
      ...later,
    ];
  }
  const points = isDay ? (priceLine?.points ?? []) : [];
  if (past !== null)
    return [`${label}: ${shownPastDay(state) ? 'no minutes are stored' : 'asking the daemon'}.`];
  if (points.length === 0) return [`${label}: no prices yet.`];
  const prices = points.map((point) => point.price);
  return [
    `${label}: from ${price(prices[0])} at ${formatClockMinute(points[0]!.at)} to ${price(prices.at(-1))} at ${formatClockMinute(points.at(-1)!.at)}, highest ${price(Math.max(...prices))}, lowest ${price(Math.min(...prices))}.`,
    ...later,
  ];
}
