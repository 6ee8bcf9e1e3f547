import type { Key } from 'ink';
import type { KeyName } from '../../config/key-names.ts';

/** Keys with a name whose input is a character; most terminals send DEL for Backspace. */
const typed: Record<string, KeyName> = {
  ...{ '\t': 'tab', '\r': 'enter', '\n': 'enter', '\b': 'backspace', '\u007f': 'backspace' },
};

const isKey = /^[\u0001-\u001a\u0020-\u007f±]$/;
const maxTyped = 64;

const controlKey = (character: string) => `ctrl-${String.fromCharCode(character.charCodeAt(0) + 96)}`;

/**
 * The keys that Ink's input stands for: characters that were typed, Ctrl with a letter, and those few that have both a
 * character and a name. All remaining keys come from `input/input-pieces.ts`. Fast typing arrives as one piece and is
 * taken apart.
 */
export function keysOf(input: string, key: Key): KeyName[] {
  if (key.return) return ['enter'];
  if (key.backspace || key.delete) return ['backspace'];
  if (key.tab) return ['tab'];
  if (key.ctrl) return /^[a-z]$/.test(input) ? [`ctrl-${input}`] : [];
  // Nobody types so fast: it is a paste in a terminal without bracketed paste.
  if (input.length > maxTyped) return [];
  return [...input]
    .filter((character) => isKey.test(character))
    .map((character) => typed[character] ?? (character < ' ' ? controlKey(character) : character));
}

const shown: Record<KeyName, string> = {
  up: '↑',
  down: '↓',
  'page-up': 'PgUp',
  'page-down': 'PgDn',
  home: 'Home',
  end: 'End',
  enter: 'Enter',
  escape: 'Esc',
  left: '←',
  right: '→',
  backspace: 'Backspace',
  tab: 'Tab',
  'shift-tab': 'Shift-Tab',
  ' ': 'Space',
};

/** A key as people call it. */
export function keyLabel(key: KeyName): string {
  const [, modifier, character] = /^(ctrl|alt)-(.)$/.exec(key) ?? [];
  if (character) return modifier === 'ctrl' ? `Ctrl-${character.toUpperCase()}` : `Alt-${character}`;
  return shown[key] ?? (/^f\d+$/.test(key) ? key.toUpperCase() : key);
}
