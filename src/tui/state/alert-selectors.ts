import type { Alert } from '../../market/alerts/alert.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import { shownAlerts, shownNow } from './selectors.ts';
import type { DashboardState } from './state.ts';

export const ruleCount = ({ alerts }: DashboardState): number => alerts.rules.length;

/** Number of rules that are met now. */
export const metCount = ({ alerts }: DashboardState): number =>
  alerts.rules.filter(({ isMet, idle }) => isMet === true && idle === null).length;

/** The alerts of the day on screen by the New York date, latest first. A dashboard may be open for days. */
export function alertsToday(state: DashboardState): readonly Alert[] {
  const today = newYorkDate(shownNow(state));
  return shownAlerts(state).recent.filter(({ at }) => newYorkDate(at) === today);
}

/** The latest alert of today in the market as it is, whatever is on screen; `null` where there was none. */
export function newestAlert({ alerts, now }: DashboardState): Alert | null {
  const [newest] = alerts.recent;
  return newest && newYorkDate(newest.at) === newYorkDate(now.market) ? newest : null;
}
