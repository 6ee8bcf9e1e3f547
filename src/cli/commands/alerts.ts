import { formatMeasure } from '../../market/alerts/alert-measures.ts';
import { formatNewYorkTime } from '../../market/calendar/new-york-time.ts';
import { namedRuleText, symbolOfRule } from '../../market/alerts/alert-rule.ts';
import type { AlertsReport, RuleState } from '../../protocol/alerts.ts';
import type { Hello } from '../../protocol/state.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { printJson, printLine, table } from '../output/output.ts';
import { requireDaemon } from '../daemon/find-daemon.ts';
import { symbolGiven } from '../invocation/symbol-argument.ts';
import type { Invocation } from '../invocation/invocation.ts';

/**
 * Prints the alert rules and the alerts of today, of one symbol if given. Needs a daemon: throws `SpyglassError`
 * (`not_running`) without one.
 */
export async function alerts(
  invocation: Invocation,
  flags: GlobalFlags & { json?: boolean },
): Promise<undefined> {
  const symbol = symbolGiven(flags);
  const { link } = await requireDaemon(invocation, 'alerts');
  const all = await link.request('alerts.get', {}).finally(() => link.close());
  const { hello } = link;
  const found = symbol === null ? all : aboutSymbol(all, symbol, hello.symbol);
  if (flags.json) printJson(invocation.environment, found);
  else printLine(invocation.environment, describe(found, { symbol, hello }));
}

/** @param first the symbol of rules that name none */
function aboutSymbol({ rules, recent }: AlertsReport, symbol: string, first: string): AlertsReport {
  return {
    rules: rules.filter((rule) => symbolOfRule(rule, first) === symbol),
    recent: recent.filter((alert) => alert.symbol === symbol),
  };
}

/** What is said of the alerts apart from them: the symbol that was asked about, and those that are recorded. */
interface AskedAlerts {
  symbol: string | null;
  hello: Hello;
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

function describe({ rules, recent }: AlertsReport, { symbol, hello }: AskedAlerts): string {
  const about = symbol === null ? '' : ` about ${symbol}`;
  // A rule without a symbol is about the first one, which is plain only where there is no other.
  const ruleText = (rule: RuleState) => (hello.symbols ? namedRuleText(rule, hello.symbol) : rule.text);
  const rows = rules.map((rule) => [
    ruleText(rule),
    rule.value === null ? dash : formatMeasure(rule.measure, rule.value),
    clock(rule.valueAt),
    stateText(rule),
    clock(rule.lastFiredAt),
  ]);
  return [
    rules.length === 0
      ? `No alert rules${about}: add some to alerts.rules in the settings file (\`spyglass config path\`).`
      : table(['rule', '>value', 'as of', 'state', 'last fired'], rows),
    '',
    recent.length === 0 ? `No alerts${about} today.` : 'Today, latest first (New York):',
    ...recent.map(({ at, message }) => `${clock(at)}  ${message}`),
  ].join('\n');
}
