import type { Key } from 'ink';
import type { KeyName } from '../../config/key-names.ts';

const named: readonly [keyof Key, KeyName][] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'page-up'],
  ['pageDown', 'page-down'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  // Most terminals send for Backspace what Ink calls Delete.
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
];

/** Keys that have a character but are called by a name. */
const typed: Record<string, KeyName> = { '\t': 'tab', '\r': 'enter' };

const controlKey = (character: string) => `ctrl-${String.fromCharCode(character.charCodeAt(0) + 96)}`;

/**
 * The keys that Ink's input stands for; none for what no command can have: sequences of unknown keys, named keys with
 * Alt. Function keys, which Ink does not tell apart, come by `terminal/input-pieces.ts`. Fast typing arrives as one
 * piece and is taken apart.
 */
export function keysOf(input: string, key: Key): KeyName[] {
  if (key.eventType === 'release' || key.super || key.hyper) return [];
  for (const [flag, name] of named) {
    if (key[flag]) return key.ctrl || (key.meta && name !== 'escape') ? [] : [name];
  }
  if (key.tab) return [key.shift ? 'shift-tab' : 'tab'];
  if (key.meta) return !key.ctrl && /^[a-z0-9]$/i.test(input) ? [`alt-${input}`] : [];
  if (input === '') return [];
  if (key.ctrl) return /^[a-z]$/.test(input) ? [`ctrl-${input}`] : [];
  if (!/^[\u0001-\u001a\u0020-\u007e±]{1,64}$/.test(input)) return [];
  return [...input].map(
    (character) => typed[character] ?? (character < ' ' ? controlKey(character) : character),
  );
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
