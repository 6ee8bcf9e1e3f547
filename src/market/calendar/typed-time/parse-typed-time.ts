import { dateProblem } from '../instants.ts';
import { type Day, takeDay } from './day.ts';
import { readOffset } from './offset.ts';
import { quoted, type RefusedTime, refused } from './time-forms.ts';
import { isZoned, readZonedInstant, timeProblem } from './zoned-instant.ts';

/** A moment of a session, by its word. */
export type SessionWord = 'open' | 'close' | 'options-close';

/** A typed time as it was understood, before it is known what time it is; `day` is `null` where none was typed. */
export type ParsedTime =
  | { kind: 'instant'; at: number }
  /** From the instant that is looked at. */
  | { kind: 'offset'; offsetMs: number }
  | { kind: 'now'; offsetMs: number }
  /** `time` is `HH:MM` or `HH:MM:SS`. */
  | { kind: 'clock'; day: Day | null; time: string; offsetMs: number }
  | { kind: 'session'; day: Day | null; word: SessionWord; offsetMs: number };

const clockPattern = /^(\d{2}:\d{2}(?::\d{2})?)(?: et)?(?=[ +-]|$)/i;
const wordPattern = /^(open|close|options-close|now)(?=[ +-]|$)/i;

/** Reads the words of a typed time, without asking what time it is or what the calendar says. */
export function parseTypedTime(text: string): { isValid: true; parsed: ParsedTime } | RefusedTime {
  if (isZoned(text)) {
    const zoned = readZonedInstant(text);
    return zoned.isValid ? { isValid: true, parsed: { kind: 'instant', at: zoned.at } } : zoned;
  }
  const taken = takeDay(text);
  const day = taken?.day ?? null;
  const problem = day?.kind === 'date' ? dateProblem(day.date) : null;
  if (problem !== null) return refused(problem);
  const dayWords = text.slice(0, taken?.length ?? 0);
  const afterDay = text.slice(dayWords.length);
  const rest = day ? afterDay.replace(/^(?: +|T(?=\d))/, '') : afterDay;
  const parsed = parseTime(day, dayWords, rest);
  return 'reason' in parsed ? refused(parsed.reason) : { isValid: true, parsed };
}

function parseTime(day: Day | null, dayWords: string, text: string): ParsedTime | { reason: string } {
  if (/^[+-]/.test(text)) return offsetAlone(dayWords, text);
  const clock = clockPattern.exec(text);
  const word = wordPattern.exec(text);
  const found = clock ?? word;
  if (!found) return { reason: noTime(dayWords, text) };
  const time = clock?.[1];
  const problem = time === undefined ? null : timeProblem(time);
  if (problem !== null) return { reason: problem };
  const offset = offsetAfter(found[0], text.slice(found[0].length));
  if ('reason' in offset) return offset;
  if (time !== undefined) return { kind: 'clock', day, time, ...offset };
  const name = found[0].toLowerCase() as SessionWord | 'now';
  if (name !== 'now') return { kind: 'session', day, word: name, ...offset };
  return day ? { reason: `now is of no other day: leave out ${dayWords}` } : { kind: 'now', ...offset };
}

function offsetAlone(dayWords: string, text: string): ParsedTime | { reason: string } {
  const offset = readOffset(text);
  if ('reason' in offset) return offset;
  if (dayWords === '') return { kind: 'offset', ...offset };
  return { reason: `expected a time between ${dayWords} and ${text}, such as ${dayWords} close${text}` };
}

/** What may stand after a time. */
function offsetAfter(timeWords: string, text: string): { offsetMs: number } | { reason: string } {
  const offset = text.replace(/^ +(?=[+-])/, '');
  if (offset === '') return { offsetMs: 0 };
  if (/^[+-]/.test(offset)) return readOffset(offset);
  return { reason: `expected nothing or an offset such as -15m after ${timeWords}, not ${quoted(text)}` };
}

/** Why a text begins with no time of day. */
function noTime(dayWords: string, text: string): string {
  if (text === '') {
    return dayWords === ''
      ? 'expected a time'
      : `expected a time after ${dayWords}, such as ${dayWords} 15:45 or ${dayWords} open`;
  }
  const short = /^\d:\d{2}(?=\D|$)/.exec(text)?.[0];
  if (short !== undefined) return `${short} has one digit for the hour: expected 0${short}`;
  const bare = /^(?:\d{1,6}[hms])+$/i.exec(text)?.[0];
  if (bare !== undefined && dayWords === '') return `${bare} lacks its sign: expected -${bare} or +${bare}`;
  const after = dayWords === '' ? '' : ` after ${dayWords}`;
  return `expected a time${after}, not ${quoted(text)}`;
}
