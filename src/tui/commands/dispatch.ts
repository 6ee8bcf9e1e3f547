import type { DashboardState } from '../state/state.ts';
import type { Command, CommandContext, CommandScope } from './command.ts';
import { commandsTable } from './commands-table.ts';
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

/** A key that means nothing here does nothing. */
export async function pressKey(context: CommandContext, key: KeyName): Promise<void> {
  const command = commandOfKey(scopeOf(context.store.getState()), key);
  if (command) await runCommand(context, command);
}
