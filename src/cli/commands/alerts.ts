import { formatMeasure } from '../../market/alerts/alert-measures.ts';
import { formatNewYorkTime } from '../../market/calendar/new-york-time.ts';
import type { AlertsReport, RuleState } from '../../protocol/alerts.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { printJson, printLine, table } from '../output/output.ts';
import { requireDaemon } from '../daemon/find-daemon.ts';
import type { Invocation } from '../invocation/invocation.ts';

/**
 * Prints the alert rules and the alerts of today. Needs a daemon: throws `SpyglassError` (`not_running`) without one.
 */
export async function alerts(
  invocation: Invocation,
  flags: GlobalFlags & { json?: boolean },
): Promise<undefined> {
  const { link } = await requireDaemon(invocation, 'alerts');
  const found = await link.request('alerts.get', {});
  link.close();
  if (flags.json) printJson(invocation.environment, found);
  else printLine(invocation.environment, describe(found));
}

const dash = '–';
const clock = (at: number | null) => (at === null ? dash : formatNewYorkTime(at, true));

function stateText({ idle, isMet, isArmed, since, value, comparison }: RuleState): string {
  if (idle !== null) return idle;
  if (value === null) return 'no value yet';
  if (isMet) return `met since ${clock(since)}`;
  if (isArmed) return comparison === 'crosses' ? 'watching' : 'armed';
  return 'not re-armed yet';
}

function describe({ rules, recent }: AlertsReport): string {
  const rows = rules.map((rule) => [
    rule.text,
    rule.value === null ? dash : formatMeasure(rule.measure, rule.value),
    clock(rule.valueAt),
    stateText(rule),
    clock(rule.lastFiredAt),
  ]);
  return [
    rules.length === 0
      ? 'No alert rules: add some to alerts.rules in the settings file (`spyglass config path`).'
      : table(['rule', '>value', 'as of', 'state', 'last fired'], rows),
    '',
    recent.length === 0 ? 'No alerts today.' : 'Today, latest first (New York):',
    ...recent.map(({ at, message }) => `${clock(at)}  ${message}`),
  ].join('\n');
}
