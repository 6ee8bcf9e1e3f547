import type { Alert } from '../../market/alert.ts';
import { newYorkDate } from '../../market/new-york-time.ts';
import { type AlertsReport, mostRecent, type RuleState } from '../../protocol/alerts.ts';
import type { DashboardState } from './state.ts';

export const noAlerts: AlertsReport = { rules: [], recent: [] };

export type AlertsAction =
  | { type: 'alert-told'; alert: Alert }
  | { type: 'rules-changed'; rules: RuleState[] };

/** Alerts are never held still: who freezes the picture still wants to be told. */
export function reduceAlerts(alerts: AlertsReport, action: AlertsAction): AlertsReport {
  if (action.type === 'rules-changed') return { ...alerts, rules: action.rules };
  return { ...alerts, recent: [action.alert, ...alerts.recent].slice(0, mostRecent) };
}

export const ruleCount = ({ alerts }: DashboardState): number => alerts.rules.length;

/** Rules that are met by a value of now. */
export const metCount = ({ alerts }: DashboardState): number =>
  alerts.rules.filter(({ isMet, idle }) => isMet === true && idle === null).length;

/** Alerts of the day at hand in New York, latest first: a dashboard may be open for days. */
export function alertsToday({ alerts, now }: DashboardState): readonly Alert[] {
  const today = newYorkDate(now.world);
  return alerts.recent.filter(({ at }) => newYorkDate(at) === today);
}
