import type { Key } from 'ink';

/** Names of keys as the command table has them; a single printable character is its own name. */
export type KeyName = string;

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

/**
 * The keys that Ink's input stands for; none for what no command can have: sequences of unknown keys, keys with Alt,
 * control characters. Fast typing arrives as one piece and is taken apart.
 */
export function keysOf(input: string, key: Key): KeyName[] {
  if (key.eventType === 'release' || key.super || key.hyper) return [];
  for (const [flag, name] of named) {
    if (key[flag]) return key.ctrl || (key.meta && name !== 'escape') ? [] : [name];
  }
  if (key.tab) return [key.shift ? 'shift-tab' : 'tab'];
  if (key.meta || input === '') return [];
  if (key.ctrl) return /^[a-z]$/.test(input) ? [`ctrl-${input}`] : [];
  if (!/^[\u0020-\u007e\t\r]{1,64}$/.test(input)) return [];
  return [...input].map((character) => typed[character] ?? character);
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
  'ctrl-c': 'Ctrl-C',
  'ctrl-z': 'Ctrl-Z',
  'ctrl-l': 'Ctrl-L',
};

/** A key as people call it. */
export function keyLabel(key: KeyName): string {
  return shown[key] ?? key;
}
