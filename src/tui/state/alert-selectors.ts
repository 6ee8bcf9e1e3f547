import type { Alert } from '../../market/alerts/alert.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { DashboardState } from './state.ts';

export const ruleCount = ({ alerts }: DashboardState): number => alerts.rules.length;

/** Number of rules that are met now. */
export const metCount = ({ alerts }: DashboardState): number =>
  alerts.rules.filter(({ isMet, idle }) => isMet === true && idle === null).length;

/** Today's alerts by the New York date, latest first. A dashboard may be open for days. */
export function alertsToday({ alerts, now }: DashboardState): readonly Alert[] {
  const today = newYorkDate(now.market);
  return alerts.recent.filter(({ at }) => newYorkDate(at) === today);
}
