import type { Alert } from '../../market/alerts/alert.ts';
import { type AlertsReport, type ChannelState, maxRecent, type RuleState } from '../../protocol/alerts.ts';

export const noAlerts: AlertsReport = { rules: [], recent: [] };

/** What changes the alerts. */
export type AlertsAction =
  | { type: 'alert-arrived'; alert: Alert }
  | { type: 'rules-changed'; rules: RuleState[] }
  | { type: 'channels-changed'; channels: ChannelState[] };

/** Alerts also arrive while the picture is frozen: the user still wants to see them. */
export function reduceAlerts(alerts: AlertsReport, action: AlertsAction): AlertsReport {
  if (action.type === 'rules-changed') return { ...alerts, rules: action.rules };
  if (action.type === 'channels-changed') return { ...alerts, channels: action.channels };
  return { ...alerts, recent: [action.alert, ...alerts.recent].slice(0, maxRecent) };
}
