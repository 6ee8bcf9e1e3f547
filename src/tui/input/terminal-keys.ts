import type { KeyName } from '../../config/key-names.ts';

/** Keys by the last letter of `ESC [ A`, `ESC O A`; with numbers before it, of `ESC [ 1 ; 2 A`. */
const byLetter: Record<string, KeyName> = {
  ...{ A: 'up', B: 'down', C: 'right', D: 'left', H: 'home', F: 'end' },
  ...{ P: 'f1', Q: 'f2', R: 'f3', S: 'f4' },
};

/** Keys by the number of `ESC [ 5 ~`: the tables of xterm, the Linux console and rxvt. */
const byNumber: Record<string, KeyName> = {
  ...{ 1: 'home', 7: 'home', 4: 'end', 8: 'end', 3: 'backspace', 5: 'page-up', 6: 'page-down' },
  ...{ 11: 'f1', 12: 'f2', 13: 'f3', 14: 'f4', 15: 'f5', 17: 'f6', 18: 'f7', 19: 'f8', 20: 'f9' },
  ...{ 21: 'f10', 23: 'f11', 24: 'f12' },
};

/** What a key pressed with Ctrl, Alt or Super means: none that a command can have, but Shift is only the key. */
const isPlain = (modifiers: string | undefined) => modifiers === undefined || ['1', '2'].includes(modifiers);

const characterNames: Record<number, KeyName> = {
  ...{ 8: 'backspace', 9: 'tab', 13: 'enter', 27: 'escape', 127: 'backspace' },
};

/** A character with modifiers: xterm's `modifyOtherKeys` and the keyboard protocol of kitty send them so. */
function modifiedKey(code: number, modifiers: number): KeyName | null {
  // Bits of modifiers less one: 1 Shift, 2 Alt, 4 Ctrl, and more that no command can have.
  const bits = Math.max(0, modifiers - 1);
  if (bits > 7) return null;
  const [hasShift, hasAlt, hasCtrl] = [(bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0];
  const name = characterNames[code];
  if (name) {
    if (hasAlt || hasCtrl) return null;
    return name === 'tab' && hasShift ? 'shift-tab' : name;
  }
  if (code < 0x20 || code > 0x7e) return null;
  const character = String.fromCharCode(code);
  if (hasCtrl) return /^[a-z]$/i.test(character) && !hasAlt ? `ctrl-${character.toLowerCase()}` : null;
  if (hasAlt) return altKey(character);
  return hasShift ? character.toUpperCase() : character;
}

/** Alt with a character that a command can have. */
export function altKey(character: string): KeyName | null {
  return /^[a-z0-9]$/i.test(character) ? `alt-${character}` : null;
}

/**
 * The key that a whole control sequence stands for (`ESC [ …`, `ESC O …`); `null` for everything else, above all for
 * what a terminal answers to a question.
 */
export function keyOfSequence(sequence: string): KeyName | null {
  const console = /^\u001b\[\[([A-E])$/.exec(sequence);
  if (console) return `f${console[1]!.charCodeAt(0) - 64}`;
  const short = /^\u001b[[O]([A-Z])$/.exec(sequence);
  if (short) {
    if (short[1] === 'Z') return 'shift-tab';
    if (sequence === '\u001bOM') return 'enter';
    // `ESC [ P` to `ESC [ S` are no keys: function keys come as `ESC O P`.
    return sequence[1] === '[' && short[1]! >= 'P' ? null : (byLetter[short[1]!] ?? null);
  }
  const letter = /^\u001b\[1;(\d)([A-DFH])$/.exec(sequence);
  if (letter) return isPlain(letter[1]) ? byLetter[letter[2]!]! : null;
  const number = /^\u001b\[(\d{1,2})(?:;(\d{1,2}))?~$/.exec(sequence);
  if (number) return isPlain(number[2]) ? (byNumber[number[1]!] ?? null) : null;
  const other = /^\u001b\[27;(\d{1,2});(\d{1,3})~$/.exec(sequence);
  if (other) return modifiedKey(Number(other[2]), Number(other[1]));
  const kitty = /^\u001b\[(\d{1,3})(?:;(\d{1,2}))?u$/.exec(sequence);
  return kitty ? modifiedKey(Number(kitty[1]), Number(kitty[2] ?? 1)) : null;
}
