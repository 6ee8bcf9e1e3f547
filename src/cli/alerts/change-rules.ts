import { namedRuleText } from '../../market/alerts/alert-rule.ts';
import { requireDaemon } from '../daemon/find-daemon.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { printJson, printLine } from '../output/output.ts';

type RuleFlags = GlobalFlags & { json?: boolean };

/**
 * Adds a rule, in one argument or several, to the daemon's own. Throws `SpyglassError`: `not_running` without a daemon,
 * `usage` for what is no rule, `read_only` where the daemon may only be read.
 */
export async function alertsAdd(
  invocation: Invocation,
  flags: RuleFlags,
  args: string[],
): Promise<undefined> {
  const { environment } = invocation;
  const { link } = await requireDaemon(invocation, 'alerts add');
  const outcome = await link.request('alerts.add', { rule: args.join(' ') }).finally(() => link.close());
  if (flags.json) {
    printJson(environment, outcome);
    return;
  }
  const { rule, isNew } = outcome;
  const text = namedRuleText(rule, link.hello.symbol);
  const where = rule.origin === 'added' ? `was added before (${rule.id})` : 'stands in the settings';
  printLine(environment, isNew ? `Added: ${text} (${rule.id})` : `Nothing to add: ${text} ${where}.`);
  if (rule.idle !== null) printLine(environment, `It cannot fire at present: ${rule.idle}.`);
  else if (rule.isMet)
    printLine(environment, 'It is met already: it fires once the value has gone back and meets it again.');
}

/** Removes a rule that was added, by its text or its number. Throws as `alertsAdd` does. */
export async function alertsRemove(
  invocation: Invocation,
  flags: RuleFlags,
  args: string[],
): Promise<undefined> {
  const { environment } = invocation;
  const { link } = await requireDaemon(invocation, 'alerts remove');
  const given = args.join(' ');
  const name = /^\d{1,15}$/.test(given) && Number(given) > 0 ? { id: Number(given) } : { rule: given };
  const removed = await link.request('alerts.remove', name).finally(() => link.close());
  if (flags.json) {
    printJson(environment, removed);
    return;
  }
  const goesOn = removed.isInSettings ? ' The settings have it, too: it goes on.' : '';
  printLine(environment, `Removed: ${removed.text}.${goesOn}`);
}
