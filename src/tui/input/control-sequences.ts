import type { KeyName } from '../../config/key-names.ts';
import type { InputPiece } from './input-piece.ts';
import { altKey } from './terminal-keys.ts';

export const esc = '\u001b';
export const pasteStart = `${esc}[200~`;
export const pasteEnd = `${esc}[201~`;
/** Terminals without mode 1006 answer mode 1000 with this and three more characters. */
export const oldMouse = `${esc}[M`;

/** A control sequence from its beginning to its end. */
export const wholeControl = /^\u001b(?:\[\[[A-E]|\[[0-?]*[ -/]*[@-~]|O[A-Za-z])/;
/** A control sequence whose end has not arrived. */
export const begunControl = /^\u001b(?:\[\[?[0-?]*[ -/]*|O)$/;
/** OSC, DCS, SOS, PM and APC: their text ends with ST or, on some terminals, with BEL. */
export const stringStart = /^\u001b[\]PX^_]/;
const stringEnd = /\u001b\\|[\u0007\u009c\u0018\u001a]|\u001b(?=[^\\])/;

/** How many characters were understood, and what they are; no piece where they are dropped. */
export interface InputStep {
  length: number;
  piece?: InputPiece;
}

/** Where a string (OSC, DCS …) ends in `rest`: the characters up to there; `null` while the end may still come. */
export function endOfString(rest: string): number | null {
  const end = stringEnd.exec(rest);
  // An Escape that begins another sequence ends the string, too.
  return end && end.index + (end[0] === esc ? 0 : end[0].length);
}

/** The text of a string, without its end. */
export const textOf = (string: string): string => string.replace(stringEnd, '');

/** A C1 control character as the two characters that it stands for: Escape, and the one 64 places below it. */
export function withoutC1(rest: string): string | null {
  const same = esc + String.fromCharCode(rest.charCodeAt(0) - 64) + rest.slice(1);
  return /^\u001b[[\]PX^_O]/.test(same) ? same : null;
}

/** An Escape that begins no sequence: Alt with a character, or the key itself before another sequence. */
export function escapeStep(rest: string): InputStep {
  const next = rest[1]!;
  if (next === esc) return { length: 1, piece: { kind: 'key', key: 'escape' } };
  // A sequence that is interrupted by something else is no key, and neither are its parts.
  const begun = /^\u001b\[\[?[0-?]*[ -/]*/.exec(rest);
  if (begun) return { length: begun[0].length };
  return { length: 2, ...pieceOf(altKey(next)) };
}

/** The piece for a key; nothing for `null`. */
export function pieceOf(key: KeyName | null): Pick<InputStep, 'piece'> {
  if (key === null) return {};
  // Ink ends the program on the character of Ctrl-C, whatever is open.
  return { piece: key === 'ctrl-c' ? { kind: 'text', text: '\u0003' } : { kind: 'key', key } };
}

/** How many of the last characters of `text` are the start of `word`. */
export function partOf(word: string, text: string): number {
  for (let length = Math.min(word.length - 1, text.length); length > 0; length--) {
    if (word.startsWith(text.slice(-length))) return length;
  }
  return 0;
}
