/**
 * A key as the command table has it: a printable character stands for itself (`r`, `R`, a space), others have names
 * (`page-up`, `f5`, `ctrl-r`, `alt-x`).
 */
export type KeyName = string;

/** Keys by the id of the command that they mean, in place of its own; none for a command that no key shall mean. */
export type KeyOverrides = ReadonlyMap<string, readonly KeyName[]>;

/** One line of the settings' table of keys, as it was read. */
export interface KeyOverride {
  command: string;
  keys: readonly KeyName[];
  /** `file:LINE`. */
  origin: string;
}

const names: Record<string, KeyName> = {
  up: 'up',
  '↑': 'up',
  down: 'down',
  '↓': 'down',
  left: 'left',
  '←': 'left',
  right: 'right',
  '→': 'right',
  pageup: 'page-up',
  pgup: 'page-up',
  pagedown: 'page-down',
  pgdn: 'page-down',
  home: 'home',
  end: 'end',
  enter: 'enter',
  return: 'enter',
  escape: 'escape',
  esc: 'escape',
  backspace: 'backspace',
  tab: 'tab',
  shifttab: 'shift-tab',
  space: ' ',
};

/** What a terminal sends for Ctrl with these letters is what it sends for Backspace, Tab and Enter. */
const takenByTerminal = /^ctrl-[hijm]$/;

/** What may stand in the settings, in words. */
export const keyNamesSentence =
  'a character, Up, Down, Left, Right, PgUp, PgDn, Home, End, Enter, Esc, Tab, Shift-Tab, Backspace, Space, F1 to F12, Ctrl- or Alt- with a letter';

/** The key that a text of the settings names; `null` when there is none, or none that terminals can tell from others. */
export function parseKeyName(text: string): KeyName | null {
  if (/^[\u0020-\u007e]$/.test(text)) return text;
  const word = text.toLowerCase().replaceAll(/[-_ ]/g, '');
  if (Object.hasOwn(names, word)) return names[word]!;
  if (/^f([1-9]|1[0-2])$/.test(word)) return word;
  const [, modifier, character] = /^(ctrl|alt)[-+]([a-z0-9])$/i.exec(text) ?? [];
  if (!modifier || !character) return null;
  // Alt tells `x` from `X`, Ctrl does not.
  if (modifier.toLowerCase() === 'alt') return `alt-${character}`;
  const key = `ctrl-${character.toLowerCase()}`;
  return /[a-z]$/.test(key) && !takenByTerminal.test(key) ? key : null;
}
