import { sanitizeText } from '../../base/sanitize.ts';
import type { KeyOverride } from '../../config/key-names.ts';
import { closest } from '../../config/closest-word.ts';
import type { Command } from '../commands/command.ts';
import { commandsTable } from '../commands/commands-table.ts';
import { effectiveCommands, fixedKeys } from '../commands/effective-commands.ts';
import { keyLabel } from './keys.ts';

/**
 * What is wrong with the settings' table of keys, a sentence each with its place: commands that do not exist, and keys
 * that would mean two things in one place.
 */
export function keyProblems(
  overrides: readonly KeyOverride[],
  table: readonly Command[] = commandsTable,
): string[] {
  const known = table.map(({ id }) => id);
  const unknown = overrides
    .filter(({ command }) => !known.includes(command))
    .map(({ command, origin }) => {
      const id = sanitizeText(command, 60);
      const near = closest(command.slice(0, 60), known);
      return `${origin}: keys.${id}: there is no command ${id}${near ? `; did you mean ${near}?` : ''}`;
    });
  return [...unknown, ...conflicts(overrides, table)];
}

function conflicts(overrides: readonly KeyOverride[], table: readonly Command[]): string[] {
  const keysOf = new Map(overrides.map(({ command, keys }) => [command, keys]));
  const owners = new Map<string, Command[]>();
  for (const command of effectiveCommands(table, keysOf)) {
    for (const key of command.keys) {
      const place = `${command.scope} ${key}`;
      owners.set(place, [...(owners.get(place) ?? []), command]);
    }
  }
  const rank = ({ id }: Command) => overrides.findIndex(({ command }) => command === id);
  return [...owners].flatMap(([place, commands]) => {
    if (commands.length < 2) return [];
    const key = place.slice(place.indexOf(' ') + 1);
    // Reported at its cause: the line that was given last.
    const [last, ...earlier] = [...commands].sort((a, b) => rank(b) - rank(a));
    const override = overrides[rank(last!)];
    if (!override) return [];
    const names = earlier.map(({ id }) => id).join(' and ');
    const isFixed = earlier.some((command) => fixedKeys(command).includes(key));
    const why = isFixed
      ? `${keyLabel(key)} always ${key === 'ctrl-c' ? 'quits' : 'leaves this dialog'}`
      : `${keyLabel(key)} means ${names} already; give that another key, or none: ${earlier[0]!.id} = []`;
    return [`${override.origin}: keys.${last!.id}: ${why}`];
  });
}
