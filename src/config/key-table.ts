import { sanitizeText } from '../base/sanitize.ts';
import { type KeyName, type KeyOverride, keyNamesSentence, parseKeyName } from './key-names.ts';

type Table = Record<string, unknown>;

/** Whether a TOML value is a table. */
export function isKeyTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/**
 * Reads the settings' `[keys]`: one key or a list of keys for the id of each command, `[]` for none. Whether there are
 * such commands is not known here.
 * @param placeOf `file:LINE` of a command's line
 * @param problems takes what is wrong, a sentence each
 */
export function readKeyTable(
  table: Table,
  placeOf: (id: string) => string,
  problems: string[],
): KeyOverride[] {
  return Object.entries(table).flatMap(([command, given]): KeyOverride[] => {
    const origin = placeOf(command);
    const complain = (what: string) =>
      problems.push(`${origin}: keys.${sanitizeText(command, 60)}: ${what} (expected ${keyNamesSentence})`);
    const texts = Array.isArray(given) ? given : [given];
    if (!texts.every((text) => typeof text === 'string')) {
      complain('expected one key in quotes, or a list of them');
      return [];
    }
    const keys = texts.map(parseKeyName);
    const unknown = texts.filter((_, index) => keys[index] === null);
    if (unknown.length > 0) {
      const listed = unknown.map((text) => JSON.stringify(sanitizeText(text, 40))).join(', ');
      complain(`${unknown.length === 1 ? 'unknown key' : 'unknown keys'} ${listed}`);
    }
    return [{ command, origin, keys: [...new Set(keys.filter((key): key is KeyName => key !== null))] }];
  });
}
