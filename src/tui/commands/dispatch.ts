import type { KeyName } from '../../config/key-names.ts';
import type { DashboardState } from '../state/state.ts';
import { typeIntoFilter } from './dialogs/filter.ts';
import type { Command, CommandContext, CommandScope } from './command.ts';
import { closeDialog } from './command-parts.ts';
import { commandsOf } from './commands-table.ts';
import { typeIntoRule } from './dialogs/rule.ts';
import { scopesOnPanes } from './held-commands.ts';
import { typeIntoHelp } from './help/help.ts';
import { withKeys } from '../keys/named-keys.ts';
import { typeIntoWatch } from './dialogs/watch.ts';
import { typeIntoCondition } from './playback/condition-prompt.ts';
import { typeIntoTime } from './playback/time-prompt.ts';

/** The scope in which keys are read now. */
export function scopeOf({ ui, playback }: DashboardState): CommandScope {
  if (ui.dialog && ui.dialog.kind !== 'tour') return ui.dialog.kind;
  return playback ? 'playback' : 'panes';
}

/** The scopes in which keys are read now, the first one first: on the panes there may be several. */
export function scopesOf(state: DashboardState): readonly CommandScope[] {
  const scope = scopeOf(state);
  return scope === 'playback' || scope === 'panes' ? scopesOnPanes(state) : [scope];
}

export function commandOfKey(state: DashboardState, key: KeyName): Command | null {
  const commands = commandsOf(state);
  const inScope = (scope: CommandScope) =>
    commands.find((command) => command.scope === scope && command.keys.includes(key)) ?? null;
  for (const scope of scopesOf(state)) {
    const found = inScope(scope);
    if (found) return found;
  }
  // Ctrl-C quits from everywhere, whatever the settings say.
  return key === 'ctrl-c' ? inScope('panes') : null;
}

/** Runs the command, or says why it cannot be run now. */
export async function runCommand(context: CommandContext, command: Command): Promise<void> {
  if (command.confirmsLoss && !context.isAfterQuestion()) return;
  const state = context.store.getState();
  const enabled = command.isEnabled(state);
  if (enabled !== true) {
    context.toast(withKeys(enabled, state), 'warning');
    return;
  }
  await command.run(context);
}

/**
 * Runs the command of a key. In help, filter, watch list and the prompts for a time, a condition and a rule, other characters are
 * typed; in the list of what was missed, which opens by itself, they close it and do what they do without it. Elsewhere they
 * are ignored.
 */
export async function pressKey(context: CommandContext, key: KeyName): Promise<void> {
  const isTourOpen = context.store.getState().ui.dialog?.kind === 'tour';
  context.noteInput();
  // Whoever closes a window with Escape means nothing else by it.
  if (isTourOpen && key === 'escape') return;
  const state = context.store.getState();
  const command = commandOfKey(state, key);
  if (command) await runCommand(context, command);
  else if (scopeOf(state) === 'help' && key.length === 1) typeIntoHelp(context, key);
  else if (scopeOf(state) === 'watch' && key.length === 1) typeIntoWatch(context, key);
  else if (scopeOf(state) === 'filter' && key.length === 1) typeIntoFilter(context, key);
  else if (scopeOf(state) === 'time' && key.length === 1) typeIntoTime(context, key);
  else if (scopeOf(state) === 'condition' && key.length === 1) typeIntoCondition(context, key);
  else if (scopeOf(state) === 'rule' && key.length === 1) typeIntoRule(context, key);
  else if (scopeOf(state) === 'missed') {
    closeDialog(context);
    await pressKey(context, key);
  }
}
