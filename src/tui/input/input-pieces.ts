import type { KeyName } from '../../config/key-names.ts';
import { type MouseReport, parseMouseReport } from './mouse-report.ts';
import { altKey, keyOfSequence } from './terminal-keys.ts';

/** What came from the terminal, in order: characters that were typed, which Ink reads, and everything else. */
export type InputPiece =
  | { kind: 'text'; text: string }
  | { kind: 'key'; key: KeyName }
  | { kind: 'paste'; text: string }
  | { kind: 'mouse'; report: MouseReport };

export interface InputPieces {
  push(chunk: string): InputPiece[];
  /** Real milliseconds after which, without further input, `expire` decides what is held; `null`: nothing is. */
  patienceMs(): number | null;
  /** What is held, now that nothing has followed it: an Escape is the key of that name, half a reply is nothing. */
  expire(): InputPiece[];
  /** Forgets what has begun: somebody else has read the terminal since. */
  reset(): void;
}

/** A terminal sends a sequence at once; only a person takes longer after Escape. */
const escapeMs = 50;
/** For the rest of a reply or of a paste over a slow line. */
const restMs = 1000;
/** No sequence of a terminal is longer, and nobody pastes more into a field. */
const maxSequence = 256;
const maxPaste = 4096;

const esc = '\u001b';
const pasteStart = `${esc}[200~`;
const pasteEnd = `${esc}[201~`;
/** Terminals without mode 1006 answer 1000 so, with three characters after it. */
const oldMouse = `${esc}[M`;

const wholeControl = /^\u001b(?:\[\[[A-E]|\[[0-?]*[ -/]*[@-~]|O[A-Za-z])/;
const begunControl = /^\u001b(?:\[\[?[0-?]*[ -/]*|O)$/;
/** OSC, DCS, SOS, PM and APC: their text ends with ST or, of some terminals, with BEL. */
const stringStart = /^\u001b[\]PX^_]/;
const stringEnd = /\u001b\\|[\u0007\u009c\u0018\u001a]|\u001b(?=[^\\])/;

/**
 * Takes a terminal's input apart. Replies of the terminal are swallowed, however they are torn: strings (OSC, DCS, SOS,
 * PM, APC) up to their end and every control sequence that is no key; Ink would take their characters for keys. Whole
 * sequences of keys and mouse reports come as such, pasted text as one piece.
 */
export function createInputPieces(isMouseOn: boolean): InputPieces {
  let held = '';
  /** What the held text continues. */
  let inside: 'string' | 'paste' | null = null;
  let pasted = '';

  const parse = (text: string): InputPiece[] => {
    const pieces: InputPiece[] = [];
    const add = (piece: InputPiece) => {
      const last = pieces.at(-1);
      if (piece.kind === 'text' && last?.kind === 'text' && piece.text !== '\u0003') last.text += piece.text;
      else if (piece.kind !== 'text' || piece.text !== '') pieces.push(piece);
    };
    let rest = text;
    while (rest !== '') {
      const step =
        inside === 'string' ? stringStep(rest) : inside === 'paste' ? pasteStep(rest) : groundStep(rest);
      if (step === null) break;
      if (step.piece) add(step.piece);
      rest = rest.slice(step.length);
    }
    // Of a sequence that does not end, only its beginning matters.
    held = begunControl.test(rest) ? rest.slice(0, maxSequence) : rest;
    return pieces;
  };

  /** `null` while the end may still come. */
  const stringStep = (rest: string): Step | null => {
    const end = stringEnd.exec(rest);
    if (end) {
      inside = null;
      // An Escape that begins something else ends the string, too.
      return { length: end.index + (end[0] === esc ? 0 : end[0].length) };
    }
    // The text itself is of no interest; an Escape at its end may be half of ST.
    const length = rest.endsWith(esc) ? rest.length - 1 : rest.length;
    return length === 0 ? null : { length };
  };

  const pasteStep = (rest: string): Step | null => {
    const end = rest.indexOf(pasteEnd);
    if (end >= 0) {
      const piece = { kind: 'paste', text: (pasted + rest.slice(0, end)).slice(0, maxPaste) } as const;
      pasted = '';
      inside = null;
      return { length: end + pasteEnd.length, piece };
    }
    const length = rest.length - partOf(pasteEnd, rest);
    pasted = (pasted + rest.slice(0, length)).slice(0, maxPaste);
    return length === 0 ? null : { length };
  };

  const groundStep = (rest: string): Step | null => {
    const start = rest.search(/[\u001b\u0080-\u009f]/);
    if (start !== 0) {
      const typed = start < 0 ? rest : rest.slice(0, start);
      return { length: typed.length, piece: { kind: 'text', text: typed } };
    }
    if (rest[0] !== esc) return controlByte(rest);
    if (rest === esc) return null;
    if (stringStart.test(rest)) {
      if (rest.length === 2) return null;
      inside = 'string';
      return { length: 2 };
    }
    return sequenceStep(rest);
  };

  /** C1 control characters stand for Escape and the character 64 places before them. */
  const controlByte = (rest: string): Step | null => {
    const same = esc + String.fromCharCode(rest.charCodeAt(0) - 64) + rest.slice(1);
    const isIntroducer = /^\u001b[[\]PX^_O]/.test(same);
    if (!isIntroducer) return { length: 1 };
    const step = groundStep(same);
    return step && { ...step, length: step.length - 1 };
  };

  const sequenceStep = (rest: string): Step | null => {
    if (begunControl.test(rest)) return null;
    const [sequence = ''] = wholeControl.exec(rest) ?? [];
    if (sequence === '') return escapeStep(rest);
    const { length } = sequence;
    if (sequence === pasteStart) {
      inside = 'paste';
      return { length };
    }
    if (isMouseOn && sequence === oldMouse) return rest.length < length + 3 ? null : { length: length + 3 };
    const report = parseMouseReport(sequence);
    if (report) return { length, piece: { kind: 'mouse', report } };
    return { length, ...pieceOf(keyOfSequence(sequence)) };
  };

  return {
    push: (chunk) => parse(held + chunk),
    patienceMs() {
      if (held === '' && inside === null) return null;
      return inside === null && /^\u001b.?$/.test(held) ? escapeMs : restMs;
    },
    expire() {
      const left = held;
      const wasPasting = inside === 'paste';
      const text = pasted;
      held = '';
      inside = null;
      pasted = '';
      if (wasPasting) return text === '' ? [] : [{ kind: 'paste', text }];
      if (left === esc) return [{ kind: 'key', key: 'escape' }];
      const key = left.length === 2 ? altKey(left[1]!) : null;
      return key ? [{ kind: 'key', key }] : [];
    },
    reset() {
      held = '';
      inside = null;
      pasted = '';
    },
  };
}

/** How many characters were understood, and what they are; nothing where they are swallowed. */
interface Step {
  length: number;
  piece?: InputPiece;
}

/** An Escape that begins no sequence: Alt with a character, or the key itself before another sequence. */
function escapeStep(rest: string): Step {
  const next = rest[1]!;
  if (next === esc) return { length: 1, piece: { kind: 'key', key: 'escape' } };
  // A sequence that something else breaks into is no key, and neither are its parts.
  const begun = /^\u001b\[\[?[0-?]*[ -/]*/.exec(rest);
  if (begun) return { length: begun[0].length };
  return { length: 2, ...pieceOf(altKey(next)) };
}

function pieceOf(key: KeyName | null): Pick<Step, 'piece'> {
  if (key === null) return {};
  // Ink ends the program on the character of Ctrl-C, whatever is open.
  return { piece: key === 'ctrl-c' ? { kind: 'text', text: '\u0003' } : { kind: 'key', key } };
}

/** How many of the last characters of `text` are the start of `word`. */
function partOf(word: string, text: string): number {
  for (let length = Math.min(word.length - 1, text.length); length > 0; length--) {
    if (word.startsWith(text.slice(-length))) return length;
  }
  return 0;
}
