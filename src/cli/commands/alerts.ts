import type { Alert } from '../../market/alerts/alert.ts';
import { formatMeasure } from '../../market/alerts/alert-measures.ts';
import { formatNewYorkTime } from '../../market/calendar/new-york-time.ts';
import { namedRuleText, symbolOfRule } from '../../market/alerts/alert-rule.ts';
import type { AlertsReport, RuleState } from '../../protocol/alerts.ts';
import type { Hello } from '../../protocol/state.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { channelLines } from '../alerts/channel-lines.ts';
import { printJson, printLine, table } from '../output/output.ts';
import { requireDaemon } from '../daemon/find-daemon.ts';
import { pastLine, pastPicture } from '../invocation/past-picture.ts';
import { symbolGiven } from '../invocation/symbol-argument.ts';
import type { Invocation } from '../invocation/invocation.ts';

/**
 * Prints the alert rules and the alerts of today, of one symbol if given. Needs a daemon, but for what is past: throws
 * `SpyglassError` (`not_running`) without one.
 */
export async function alerts(
  invocation: Invocation,
  flags: GlobalFlags & { json?: boolean },
): Promise<undefined> {
  const symbol = symbolGiven(flags);
  if (flags.at !== undefined) {
    await alertsAt(invocation, { at: flags.at, symbol, isJson: flags.json === true });
    return;
  }
  const { link } = await requireDaemon(invocation, 'alerts');
  const all = await link.request('alerts.get', {}).finally(() => link.close());
  const { hello } = link;
  const found = symbol === null ? all : aboutSymbol(all, symbol, hello.symbol);
  if (flags.json) printJson(invocation.environment, found);
  else printLine(invocation.environment, describe(found, { symbol, hello }));
}

interface AlertsAt {
  at: string;
  symbol: string | null;
  isJson: boolean;
}

/** The alerts of a day up to an instant. How the rules stood is not recorded. */
async function alertsAt(invocation: Invocation, { at, symbol, isJson }: AlertsAt): Promise<void> {
  const { environment } = invocation;
  const { asOf, picture, first } = await pastPicture(invocation, 'alerts', { at, symbol });
  const found = symbol === null ? picture.alerts : aboutSymbol(picture.alerts, symbol, first);
  if (isJson) return printJson(environment, { ...found, asOf: asOf.at });
  const about = symbol === null ? '' : ` about ${symbol}`;
  printLine(environment, `${pastLine(asOf)} How the rules stood is not recorded.`);
  if (found.recent.length === 0) return printLine(environment, `No alerts${about} that day by then.`);
  printLine(environment, 'That day by then, latest first (New York):');
  for (const alert of found.recent) printLine(environment, alertLine(alert));
}

/** @param first the symbol of rules that name none */
function aboutSymbol({ rules, recent, ...rest }: AlertsReport, symbol: string, first: string): AlertsReport {
  return {
    ...rest,
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
const alertLine = ({ at, message }: Alert) => `${clock(at)}  ${message}`;
const clock = (at: number | null) => (at === null ? dash : formatNewYorkTime(at, true));

function stateText({ idle, isMet, isArmed, since, value, comparison }: RuleState): string {
  if (idle !== null) return idle;
  if (value === null) return 'no value yet';
  if (isMet) return `met since ${clock(since)}`;
  if (isArmed) return comparison === 'crosses' ? 'watching' : 'armed';
  return 'not re-armed yet';
}

function describe({ rules, recent, channels = [] }: AlertsReport, { symbol, hello }: AskedAlerts): string {
  const about = symbol === null ? '' : ` about ${symbol}`;
  // A rule without a symbol is about the first one, which is plain only where there is no other.
  const ruleText = (rule: RuleState) => (hello.symbols ? namedRuleText(rule, hello.symbol) : rule.text);
  const rows = rules.map((rule) => [
    ruleText(rule),
    rule.value === null ? dash : formatMeasure(rule.measure, rule.value),
    clock(rule.valueAt),
    stateText(rule),
    clock(rule.lastFiredAt),
    rule.origin === 'added' ? `added (${rule.id})` : 'settings',
  ]);
  return [
    rules.length === 0
      ? `No alert rules${about}: \`spyglass alerts add RULE\` adds one, as alerts.rules in the settings file does (\`spyglass config path\`).`
      : table(['rule', '>value', 'as of', 'state', 'last fired', 'from'], rows),
    '',
    recent.length === 0 ? `No alerts${about} today.` : 'Today, latest first (New York):',
    ...recent.map(alertLine),
    ...(channels.length > 0 ? ['', 'Delivery:', ...channelLines(channels, hello.now)] : []),
  ].join('\n');
}
