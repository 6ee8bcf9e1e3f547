import { toSpyglassError } from '../../../base/errors.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import { judgeRule } from '../../state/alert-selectors.ts';
import { failureText } from '../../state/failure-text.ts';
import { isPlaybackOnly } from '../../state/playback/playback-selectors.ts';
import { ruleProposals } from '../../state/rule-proposals.ts';
import type { DashboardState } from '../../state/state.ts';
import { always, closeDialog } from '../command-parts.ts';
import type { Command, CommandContext } from '../command.ts';
import { canAskDaemon } from '../refresh.ts';
import { lookedAt } from './looked-at.ts';

/** As long as rules may be. */
const longestRule = 80;

const ruleDialog = ({ ui }: DashboardState) => (ui.dialog?.kind === 'rule' ? ui.dialog : null);

/** Alerts are of the market as it is. */
export function canChangeRules(state: DashboardState): true | string {
  if (isPlaybackOnly(state)) return 'Recordings are only played here: alerts watch the market as it is.';
  if (state.playback) return 'Alerts watch the market as it is; {playback-leave} goes back to it.';
  return canAskDaemon(state);
}

/** Shows the rule that would be written of what is selected, and others about what is on screen. */
export function openRule({ store, nextId }: CommandContext): void {
  const state = store.getState();
  const proposals = ruleProposals(state, lookedAt(state));
  const typed = proposals[0]?.rule ?? '';
  const dialog = { kind: 'rule', id: nextId(), typed, proposals, progress: { step: 'typing' } } as const;
  store.dispatch({ type: 'dialog-opened', dialog });
}

/** Adds a character to the rule. */
export function typeIntoRule({ store }: CommandContext, character: string): void {
  const dialog = ruleDialog(store.getState());
  if (!dialog || dialog.progress.step === 'writing' || dialog.typed.length >= longestRule) return;
  if (dialog.typed === '' && character === ' ') return;
  store.dispatch({ type: 'rule-typed', typed: dialog.typed + character });
}

function erase({ store }: CommandContext): void {
  const dialog = ruleDialog(store.getState());
  if (dialog) store.dispatch({ type: 'rule-typed', typed: dialog.typed.slice(0, -1) });
}

/** The next proposal; after something was typed, the first one. */
function choose({ store }: CommandContext, by: 1 | -1): void {
  const dialog = ruleDialog(store.getState());
  if (!dialog || dialog.proposals.length === 0) return;
  const { proposals, typed } = dialog;
  const at = proposals.findIndex(({ rule }) => rule === typed);
  const next = at < 0 ? 0 : (at + by + proposals.length) % proposals.length;
  store.dispatch({ type: 'rule-typed', typed: proposals[next]!.rule });
}

function canWrite(state: DashboardState): true | string {
  const dialog = ruleDialog(state);
  if (!dialog || dialog.progress.step === 'writing') return 'It is being written.';
  const { isRule, says } = judgeRule(state, dialog.typed);
  return isRule ? canAskDaemon(state) : says;
}

/** The dialog stays open, with the reason, where the rule cannot be written. */
async function write({ store, connection, toast, withKeys }: CommandContext): Promise<void> {
  const dialog = ruleDialog(store.getState());
  if (!dialog) return;
  const { id, typed } = dialog;
  store.dispatch({ type: 'rule-progressed', id, progress: { step: 'writing' } });
  try {
    const { rule, isNew } = await connection.request('alerts.add', { rule: typed.trim() });
    if (ruleDialog(store.getState())?.id === id) store.dispatch({ type: 'dialog-closed' });
    const text = upstreamText(rule.text);
    if (!isNew) toast(withKeys(`${text} stands already; {alerts} lists the rules.`), 'warning');
    else if (rule.idle !== null)
      toast(`Added: ${text}. It cannot fire now: ${upstreamText(rule.idle, 80)}.`, 'warning');
    else toast(withKeys(`Added: ${text}; {alerts} lists the rules.`), 'ok');
  } catch (thrown) {
    const failure = failureText(toSpyglassError(thrown));
    store.dispatch({ type: 'rule-progressed', id, progress: { step: 'failed', failure } });
  }
}

/** Writes a rule about what is on screen. */
export const alertHereCommand: Command = {
  ...{
    id: 'alert-here',
    scope: 'panes',
    keys: ['!'],
    yieldingKeys: ['!'],
    label: 'alert here',
    footer: null,
  },
  summary: 'Alert here: a rule about the selected strike, a level, the expiration, the price',
  isEnabled: canChangeRules,
  run: openRule,
};

/** What keys mean while a rule is typed. */
export const ruleCommands: readonly Command[] = [
  {
    ...{ id: 'rule-write', scope: 'rule', keys: ['enter'], label: 'write it', footer: 1 },
    summary: 'Write the rule; the daemon keeps it beside those of the settings',
    isEnabled: canWrite,
    run: write,
  },
  {
    ...{
      id: 'rule-next',
      scope: 'rule',
      keys: ['down', 'tab'],
      label: 'another',
      footer: 2,
      footerKey: '↑↓',
    },
    summary: 'The next rule about what is on screen',
    isEnabled: always,
    run: (context) => choose(context, 1),
  },
  {
    ...{ id: 'rule-previous', scope: 'rule', keys: ['up', 'shift-tab'], label: 'another', footer: null },
    summary: 'The rule before',
    isEnabled: always,
    run: (context) => choose(context, -1),
  },
  {
    ...{ id: 'rule-erase', scope: 'rule', keys: ['backspace'], label: 'erase', footer: null },
    summary: 'Take back the last character of the rule',
    isEnabled: always,
    run: erase,
  },
  {
    ...{ id: 'rule-close', scope: 'rule', keys: ['escape'], label: 'cancel', footer: 0 },
    summary: 'Close it and write nothing',
    isEnabled: always,
    run: closeDialog,
  },
];
