import type { Alert } from '../../market/alerts/alert.ts';
import { readAlertRule, ruleKey } from '../../market/alerts/alert-rule.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { RuleState } from '../../protocol/alerts.ts';
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

/** What can be said of a rule before the daemon is asked. */
export interface RuleJudgement {
  isRule: boolean;
  /** What is wrong with it, that it stands already, or what writing it does. */
  says: string;
}

/** Reads a rule as the daemon will. */
export function judgeRule({ alerts, connection }: DashboardState, typed: string): RuleJudgement {
  const read = readAlertRule(typed);
  if ('problem' in read) {
    const { problem } = read;
    return { isRule: false, says: `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.` };
  }
  const first = connection.hello?.symbol ?? '';
  const key = ruleKey(read.rule, first);
  const same = alerts.rules.find((rule) => {
    const other = readAlertRule(rule.text);
    return 'rule' in other && ruleKey(other.rule, first) === key;
  });
  if (same) return { isRule: true, says: `It stands already${originText(same)}.` };
  return { isRule: true, says: 'The daemon keeps it beside the rules of your settings, for good.' };
}

const originText = ({ origin, id }: RuleState) =>
  origin === 'added' ? `, added as number ${id}` : ', in the settings';

/** The rules that were added, which can be removed here. */
export const addedRules = ({ alerts }: DashboardState): readonly RuleState[] =>
  alerts.rules.filter(({ origin, id }) => origin === 'added' && id !== undefined);

/** The added rule whose removal the list of alerts asks about; `null` where it asks nothing. */
export function askedRule(state: DashboardState): RuleState | null {
  const { dialog } = state.ui;
  if (dialog?.kind !== 'alerts' || dialog.asked === null) return null;
  return addedRules(state).find(({ id }) => id === dialog.asked) ?? null;
}
