import type { KeyName } from '../../config/key-names.ts';
import { type MouseReport, parseMouseReport } from './mouse-report.ts';

/** What came from the terminal, in order: what Ink is to read, and what it would not understand. */
export type InputPiece =
  | { kind: 'text'; text: string }
  | { kind: 'key'; key: KeyName }
  | { kind: 'mouse'; report: MouseReport };

const pasteStart = '\u001b[200~';
const pasteEnd = '\u001b[201~';

/** Source: the tables of xterm (`ESC O P`, `ESC [ 15 ~`) and of the Linux console (`ESC [ [ A`). */
const functionKeys: Record<string, KeyName> = {
  ...Object.fromEntries([...'PQRS'].map((letter, index) => [`\u001bO${letter}`, `f${index + 1}`])),
  ...Object.fromEntries([...'ABCDE'].map((letter, index) => [`\u001b[[${letter}`, `f${index + 1}`])),
  ...Object.fromEntries(
    [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24].map((code, index) => [
      `\u001b[${code}~`,
      `f${index + 1}`,
    ]),
  ),
};

/** A whole control sequence, a function key of the Linux console, or one that begins with `ESC O`. */
const whole = /^\u001b(?:\[\[[A-E]|\[[0-?]*[ -/]*[@-Z\\-~]|O[A-Za-z])/;
/** The start of a control sequence whose end has not come yet. */
const begun = /^\u001b\[\[?[0-?]*[ -/]*$/;
const longestBegun = 64;
/** Terminals without mode 1006 answer 1000 so, with three characters after it. */
const oldMouse = '\u001b[M';
/** The rest of a mouse report whose Escape came alone. */
const parted = /^\[<\d/;

export interface InputPieces {
  push(chunk: string): InputPiece[];
  /** Forgets what has begun: somebody else has read the terminal since. */
  reset(): void;
}

/**
 * Takes mouse reports and function keys out of a terminal's input. A control sequence that comes in parts is held until
 * it is whole, however long that takes: Ink would take its characters for keys after 20 ms. An Escape alone is passed on
 * at once, since it is a key; pasted text stays as it is.
 */
export function createInputPieces(isMouseOn: boolean): InputPieces {
  let held = '';
  let isPasting = false;
  let endedInEscape = false;

  const push = (chunk: string): InputPiece[] => {
    const pieces: InputPiece[] = [];
    const add = (piece: InputPiece) => {
      const last = pieces.at(-1);
      if (piece.kind === 'text' && last?.kind === 'text') last.text += piece.text;
      else if (piece.kind !== 'text' || piece.text !== '') pieces.push(piece);
    };
    let rest = held + chunk;
    held = '';
    if (endedInEscape && parted.test(chunk)) {
      // Ink may still wait for what follows that Escape: with this it means nothing.
      add({ kind: 'text', text: '\u0000' });
      rest = `\u001b${chunk}`;
    }
    if (endedInEscape && chunk.startsWith(pasteStart.slice(1))) isPasting = true;
    endedInEscape = false;

    while (rest !== '') {
      if (isPasting) {
        const end = rest.indexOf(pasteEnd);
        const until = end >= 0 ? end + pasteEnd.length : rest.length - partOf(pasteEnd, rest);
        add({ kind: 'text', text: rest.slice(0, until) });
        isPasting = end < 0;
        rest = rest.slice(until);
        if (isPasting) {
          held = rest;
          return pieces;
        }
        continue;
      }
      const start = rest.indexOf('\u001b');
      if (start !== 0) {
        add({ kind: 'text', text: start < 0 ? rest : rest.slice(0, start) });
        rest = start < 0 ? '' : rest.slice(start);
        continue;
      }
      const [sequence = ''] = whole.exec(rest) ?? [];
      const isOldMouse = isMouseOn && sequence === oldMouse;
      if (begun.test(rest) || (isOldMouse && rest.length < oldMouse.length + 3)) {
        held = rest.slice(0, longestBegun);
        return pieces;
      }
      if (isOldMouse) {
        rest = rest.slice(oldMouse.length + 3);
        continue;
      }
      if (sequence === '') {
        endedInEscape = rest === '\u001b';
        add({ kind: 'text', text: '\u001b' });
        rest = rest.slice(1);
        continue;
      }
      rest = rest.slice(sequence.length);
      if (sequence === pasteStart) isPasting = true;
      const report = parseMouseReport(sequence);
      const key = Object.hasOwn(functionKeys, sequence) ? functionKeys[sequence] : undefined;
      if (report) add({ kind: 'mouse', report });
      else if (key) add({ kind: 'key', key });
      else if (!sequence.startsWith('\u001b[<')) add({ kind: 'text', text: sequence });
    }
    return pieces;
  };

  return {
    push,
    reset: () => {
      held = '';
      isPasting = false;
      endedInEscape = false;
    },
  };
}

/** How many of the last characters of `text` are the start of `word`. */
function partOf(word: string, text: string): number {
  for (let length = Math.min(word.length - 1, text.length); length > 0; length--) {
    if (word.startsWith(text.slice(-length))) return length;
  }
  return 0;
}
