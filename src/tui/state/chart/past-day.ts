import { remembered } from '../../../base/remembered.ts';
import { withMinuteBars } from '../../../market/quotes/price-line.ts';
import type { SessionPriceLine } from '../../../protocol/state.ts';
import type { PastDay } from '../answers.ts';
import { isPlayed, shownAnswers, shownSubscription } from '../selectors.ts';
import type { DashboardState } from '../state.ts';

/** The date of the past day that the chart is moved to; `null` where it shows what it does by itself. A playback is moved as a whole. */
export function pastDate(state: DashboardState): string | null {
  const { screen, chartRange, chartDay } = state.ui;
  return screen === 'chart' && chartRange === '1D' && !isPlayed(state) ? chartDay : null;
}

/** What is stored of that day; `null` until the daemon has answered. */
export function shownPastDay(state: DashboardState): PastDay | null {
  const date = pastDate(state);
  const { day } = shownAnswers(state);
  return day?.date === date && day?.symbol === shownSubscription(state).symbol ? day : null;
}

/** The closes of its minutes as a price line; `null` without any. */
export const lineOfPastDay = remembered((day: PastDay): SessionPriceLine | null => {
  const { symbol, date, bars, open, close } = day;
  if (bars.length === 0) return null;
  const points = withMinuteBars([], bars, Number.POSITIVE_INFINITY);
  return { symbol, date, from: open, until: close, points };
});
