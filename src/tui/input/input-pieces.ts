import {
  begunControl,
  endOfString,
  textOf,
  esc,
  escapeStep,
  oldMouse,
  partOf,
  pasteEnd,
  pasteStart,
  pieceOf,
  type InputStep,
  stringStart,
  wholeControl,
  withoutC1,
} from './control-sequences.ts';
import { isLightBackground, longestReply } from './background-reply.ts';
import type { InputPiece } from './input-piece.ts';
import { parseMouseReport } from './mouse-report.ts';
import { altKey, keyOfSequence } from './terminal-keys.ts';

/** Takes the terminal's input apart, chunk by chunk. */
export interface InputPieces {
  /** The pieces that this chunk completes; the rest is held until more arrives. */
  push(chunk: string): InputPiece[];
  /** Real milliseconds without further input after which `expire` is to be called; `null` while nothing is held. */
  patienceMs(): number | null;
  /** What is held, now that nothing has followed it: an Escape is the key of that name, half a reply is nothing. */
  expire(): InputPiece[];
  /** Drops what is held: another program has read the terminal meanwhile. */
  reset(): void;
}

/** A terminal sends a sequence at once; only a person takes longer after Escape. */
const escapeMs = 50;
/** For the rest of a reply or of a paste over a slow line. */
const restMs = 1000;
/** No sequence of a terminal is longer, and nobody pastes more into a field. */
const maxSequence = 256;
const maxPaste = 4096;

interface Held {
  /** Input that is not complete yet. */
  text: string;
  /** What the held text continues. */
  inside: 'string' | 'paste' | null;
  /** What has been pasted so far. */
  pasted: string;
  /** The beginning of an OSC's text; `null` of other strings. */
  reply: string | null;
}

/**
 * Takes a terminal's input apart. Replies of the terminal are dropped, but for that about its background, however they are
 * split: strings (OSC, DCS, SOS, PM, APC) up to their end, and every control sequence that is no key. Ink would take their characters for keys.
 * Sequences of keys and mouse reports become one piece each, and so does pasted text.
 */
export function createInputPieces(isMouseOn: boolean): InputPieces {
  const held: Held = { text: '', inside: null, pasted: '', reply: null };
  const clear = () => Object.assign(held, { text: '', inside: null, pasted: '', reply: null });
  return {
    push: (chunk) => parse(held, held.text + chunk, isMouseOn),
    patienceMs() {
      if (held.text === '' && held.inside === null) return null;
      return held.inside === null && /^\u001b.?$/.test(held.text) ? escapeMs : restMs;
    },
    expire() {
      const { text, inside, pasted } = held;
      clear();
      if (inside === 'paste') return pasted === '' ? [] : [{ kind: 'paste', text: pasted }];
      if (text === esc) return [{ kind: 'key', key: 'escape' }];
      const key = text.length === 2 ? altKey(text[1]!) : null;
      return key ? [{ kind: 'key', key }] : [];
    },
    reset: clear,
  };
}

function parse(held: Held, text: string, isMouseOn: boolean): InputPiece[] {
  const pieces: InputPiece[] = [];
  let rest = text;
  while (rest !== '') {
    const step = nextStep(held, rest, isMouseOn);
    if (step === null) break;
    if (step.piece) addPiece(pieces, step.piece);
    rest = rest.slice(step.length);
  }
  // Of a sequence that does not end, only its beginning matters.
  held.text = begunControl.test(rest) ? rest.slice(0, maxSequence) : rest;
  return pieces;
}

/** Typed characters next to each other are one piece; Ink must get Ctrl-C alone. */
function addPiece(pieces: InputPiece[], piece: InputPiece): void {
  const last = pieces.at(-1);
  if (piece.kind === 'text' && last?.kind === 'text' && piece.text !== '\u0003') last.text += piece.text;
  else if (piece.kind !== 'text' || piece.text !== '') pieces.push(piece);
}

/** `null` while it depends on input that has not arrived. */
function nextStep(held: Held, rest: string, isMouseOn: boolean): InputStep | null {
  if (held.inside === 'string') return stringStep(held, rest);
  if (held.inside === 'paste') return pasteStep(held, rest);
  return groundStep(held, rest, isMouseOn);
}

function stringStep(held: Held, rest: string): InputStep | null {
  const end = endOfString(rest);
  if (end !== null) {
    held.inside = null;
    const isLight = isLightBackground(replyWith(held, textOf(rest.slice(0, end))) ?? '');
    return { length: end, ...(isLight !== null && { piece: { kind: 'background', isLight } }) };
  }
  // An Escape at its end may be half of ST.
  const length = rest.endsWith(esc) ? rest.length - 1 : rest.length;
  held.reply = replyWith(held, rest.slice(0, length));
  return length === 0 ? null : { length };
}

/** Of all replies only that about the background is of interest, and it is short. */
const replyWith = ({ reply }: Held, more: string) =>
  reply === null ? null : `${reply}${more}`.slice(0, longestReply);

function pasteStep(held: Held, rest: string): InputStep | null {
  const end = rest.indexOf(pasteEnd);
  if (end >= 0) {
    const text = (held.pasted + rest.slice(0, end)).slice(0, maxPaste);
    held.pasted = '';
    held.inside = null;
    return { length: end + pasteEnd.length, piece: { kind: 'paste', text } };
  }
  const length = rest.length - partOf(pasteEnd, rest);
  held.pasted = (held.pasted + rest.slice(0, length)).slice(0, maxPaste);
  return length === 0 ? null : { length };
}

/** A step outside strings and pastes. */
function groundStep(held: Held, rest: string, isMouseOn: boolean): InputStep | null {
  const start = rest.search(/[\u001b\u0080-\u009f]/);
  if (start !== 0) {
    const typed = start < 0 ? rest : rest.slice(0, start);
    return { length: typed.length, piece: { kind: 'text', text: typed } };
  }
  if (rest[0] !== esc) {
    const same = withoutC1(rest);
    if (same === null) return { length: 1 };
    const step = groundStep(held, same, isMouseOn);
    return step && { ...step, length: step.length - 1 };
  }
  if (rest === esc) return null;
  if (stringStart.test(rest)) {
    if (rest.length === 2) return null;
    held.inside = 'string';
    held.reply = rest[1] === ']' ? '' : null;
    return { length: 2 };
  }
  return sequenceStep(held, rest, isMouseOn);
}

/** A control sequence: the start of a paste, a mouse report, a key, or a reply that is dropped. */
function sequenceStep(held: Held, rest: string, isMouseOn: boolean): InputStep | null {
  if (begunControl.test(rest)) return null;
  const [sequence = ''] = wholeControl.exec(rest) ?? [];
  if (sequence === '') return escapeStep(rest);
  const { length } = sequence;
  if (sequence === pasteStart) {
    held.inside = 'paste';
    return { length };
  }
  if (isMouseOn && sequence === oldMouse) return rest.length < length + 3 ? null : { length: length + 3 };
  const report = parseMouseReport(sequence);
  if (report) return { length, piece: { kind: 'mouse', report } };
  return { length, ...pieceOf(keyOfSequence(sequence)) };
}
