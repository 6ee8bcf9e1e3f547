import type { KeyOverrides } from '../../config/key-names.ts';
import type { Command } from '../commands/command.ts';
import { commandsTable } from '../commands/commands-table.ts';
import { takerOf } from '../commands/effective-commands.ts';
import { keyLabel } from './keys.ts';

/**
 * Newer commands whose keys the settings give to others, a sentence each: users learn how to get the newer command, too.
 * Of dialogs nothing is said.
 * @param isMeant which commands it is about
 */
export function yieldedKeys(
  overrides: KeyOverrides,
  table: readonly Command[] = commandsTable,
  isMeant: (command: Command) => boolean = () => true,
): string[] {
  return table.flatMap((command) => {
    const isOnPanes = command.scope === 'panes' || command.scope === 'playback';
    if (!isOnPanes || !isMeant(command) || overrides.has(command.id)) return [];
    return command.keys.flatMap((key) => {
      const taker = takerOf(command, key, table, overrides);
      if (taker === null) return [];
      return [
        `Your [keys] keep ${keyLabel(key)} for ${taker.id}; ${command.id} there gives “${command.label}” a key.`,
      ];
    });
  });
}
