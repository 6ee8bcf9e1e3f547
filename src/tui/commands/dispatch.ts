import type { DashboardState } from '../state/state.ts';
import type { Command, CommandContext, CommandScope } from './command.ts';
import { commandsTable } from './commands-table.ts';
import { typeIntoHelp } from './help.ts';
import type { KeyName } from './keys.ts';

/** Which commands keys mean now. */
export function scopeOf({ ui }: DashboardState): CommandScope {
  return ui.dialog?.kind ?? 'panes';
}

export function commandOfKey(scope: CommandScope, key: KeyName): Command | null {
  return commandsTable.find((command) => command.scope === scope && command.keys.includes(key)) ?? null;
}

/** Runs the command, or says why it cannot be run now. */
export async function runCommand(context: CommandContext, command: Command): Promise<void> {
  const enabled = command.isEnabled(context.store.getState());
  if (enabled !== true) {
    context.toast(enabled, 'warning');
    return;
  }
  await command.run(context);
}

/** A key that means nothing here does nothing; in the help, which is searched, a character is one to search for. */
export async function pressKey(context: CommandContext, key: KeyName): Promise<void> {
  const scope = scopeOf(context.store.getState());
  const command = commandOfKey(scope, key);
  if (command) await runCommand(context, command);
  else if (scope === 'help' && key.length === 1) typeIntoHelp(context, key);
}
