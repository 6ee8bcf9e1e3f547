import type { KeyName, KeyOverrides } from '../../config/key-names.ts';
import type { Command } from './command.ts';

/**
 * Keys that settings cannot take away: Ctrl-C quits, and in the question about the recording it is the safe answer;
 * Escape closes every dialog.
 */
export function fixedKeys({ id, scope, keys }: Command): readonly KeyName[] {
  if (id === 'quit' || id === 'quit-background') return ['ctrl-c'];
  return scope !== 'panes' && keys.includes('escape') ? ['escape'] : [];
}

/** The command to which the settings give a default key that is younger than they may be; `null` where none has it. */
export function takerOf(
  { scope, yieldingKeys = [] }: Command,
  key: KeyName,
  table: readonly Command[],
  overrides: KeyOverrides,
): Command | null {
  if (!yieldingKeys.includes(key)) return null;
  // The keys of the panes hold in a playback, too.
  const scopes = scope === 'playback' ? ['playback', 'panes'] : [scope];
  return (
    table.find((other) => scopes.includes(other.scope) && overrides.get(other.id)?.includes(key)) ?? null
  );
}

/** The command table with the user's own keys. */
export function effectiveCommands(table: readonly Command[], overrides: KeyOverrides): readonly Command[] {
  if (overrides.size === 0) return table;
  return table.map((command, index) => {
    const { footerKey, ...rest } = command;
    const given = overrides.get(command.id);
    const keys = given
      ? [...new Set([...given, ...fixedKeys(command)])]
      : command.keys.filter((key) => takerOf(command, key, table, overrides) === null);
    // What the footer shows for two commands (`↑↓`) holds only while both have their own keys.
    const neighbour = table[index + 1];
    const isOwn = !given && !(neighbour && overrides.has(neighbour.id));
    return { ...rest, keys, ...(footerKey !== undefined && isOwn && { footerKey }) };
  });
}
