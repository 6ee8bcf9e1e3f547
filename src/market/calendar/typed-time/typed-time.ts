import type { Calendar } from '../calendar.ts';
import { instantProblem } from '../instants.ts';
import { addDays, formatNewYorkTime, newYorkDate, newYorkInstant } from '../new-york-time.ts';
import { type Day, dateOfDay, dayText } from './day.ts';
import { instantWords } from './instant-words.ts';
import { type ParsedTime, parseTypedTime, type SessionWord } from './parse-typed-time.ts';
import { type RefusedTime, refused } from './time-forms.ts';

/** What a typed time is read by. Instants are epoch ms, within the range of `instants.ts`. */
export interface TypedTimeContext {
  /** What `now`, `today`, `yesterday` and weekdays mean. */
  now: number;
  /**
   * The instant that is looked at: an offset alone counts from it, and a time without a day is of its day. Where
   * nothing is looked at, it is `now`.
   */
  reference: number;
  calendar: Calendar;
  /** Set where the past is asked for: what lies later than `now` is then refused. */
  isPast?: true;
}

/** An instant as somebody typed it, or what is wrong with the text. */
export type TypedTime =
  | {
      isValid: true;
      /** Epoch ms. */
      at: number;
      /** How it was understood, for an echo: `Tue 24 Nov 15:45:00 ET`. Can be typed itself. */
      understood: string;
    }
  | RefusedTime;

/**
 * Reads an instant as it is typed everywhere, `[day] [time] [offset]`: `10:30`, `-15m`, `close-10m`, `tue 15:45`,
 * `yesterday open`, `2026-11-24 10:15`, or ISO 8601 with its zone; docs/times.md says what each means. Strict, and
 * never throws because of the text.
 */
export function readTypedTime(text: string, context: TypedTimeContext): TypedTime {
  const read = parseTypedTime(text);
  return read.isValid ? resolveTypedTime(read.parsed, context) : read;
}

/** Whether the calendar decides which instant is meant: who has to fetch one need not for the rest. */
export function needsCalendar(parsed: ParsedTime): boolean {
  if (parsed.kind === 'session') return true;
  return parsed.kind === 'clock' && (parsed.day?.kind === 'yesterday' || parsed.day?.kind === 'weekday');
}

/** The second half of `readTypedTime`, for who reads the words before the time and the calendar are known. */
export function resolveTypedTime(parsed: ParsedTime, context: TypedTimeContext): TypedTime {
  const { now } = context;
  const base = baseOf(parsed, context);
  if ('reason' in base) return refused(base.reason);
  const at = base.at + (parsed.kind === 'instant' ? 0 : parsed.offsetMs);
  const problem = instantProblem(at);
  if (problem !== null) return refused(problem);
  const understood = instantWords(at, now);
  if (context.isPast && at > now) {
    const why = `${understood} lies in the future: it is ${instantWords(now, now)}`;
    return refused(`${why}${weekBefore(parsed, now)}`);
  }
  return { isValid: true, at, understood };
}

/** Of a weekday that is today's, people may mean the one of last week. */
function weekBefore(parsed: ParsedTime, now: number): string {
  const isWeekday = 'day' in parsed && parsed.day?.kind === 'weekday';
  return isWeekday ? `; the same day of last week was ${addDays(newYorkDate(now), -7)}` : '';
}

type Resolved = { at: number } | { reason: string };

/** The instant without the offset. */
function baseOf(parsed: ParsedTime, context: TypedTimeContext): Resolved {
  switch (parsed.kind) {
    case 'instant':
      return parsed;
    case 'offset':
      return { at: context.reference };
    case 'now':
      return { at: context.now };
    case 'clock':
      return clockInstant(parsed.day, parsed.time, context);
    case 'session':
      return sessionInstant(parsed.day, parsed.word, context);
  }
}

function clockInstant(
  day: Day | null,
  time: string,
  { now, reference, calendar }: TypedTimeContext,
): Resolved {
  const on = day ? dateOfDay(day, now, calendar) : { date: newYorkDate(reference) };
  if ('reason' in on) return on;
  const at = newYorkInstant(on.date, time);
  // Daylight saving time begins on that day and leaves that time out.
  const isSkipped = !formatNewYorkTime(at, true).startsWith(time);
  return isSkipped ? { reason: `New York’s clock skips ${time} on ${on.date}` } : { at };
}

const sessionFields = { open: 'open', close: 'close', 'options-close': 'optionClose' } as const;

function sessionInstant(day: Day | null, word: SessionWord, context: TypedTimeContext): Resolved {
  const { now, reference, calendar } = context;
  const on = day ? dateOfDay(day, now, calendar) : { date: dateAtHand(reference, calendar) };
  if ('reason' in on) return on;
  const session = calendar.sessionOn(on.date);
  return session ? { at: session[sessionFields[word]] } : { reason: noSession(on.date, now, calendar) };
}

/**
 * The date whose session is under way, so that on a Sunday evening it is Monday's once that trades; else New York's,
 * so that after the post-market `close` is still the one that has passed.
 */
function dateAtHand(reference: number, calendar: Calendar): string {
  const { phase, session } = calendar.phaseAt(reference);
  return phase === 'closed' ? newYorkDate(reference) : session.date;
}

function noSession(date: string, now: number, calendar: Calendar): string {
  const today = newYorkDate(now);
  const before = calendar.previousSession(date).date;
  const after = calendar.nextSession(newYorkInstant(date, '00:00')).date;
  const nearest = `${dayText(before, today)} and ${dayText(after, today)}`;
  return `${dayText(date, today)} has no session (${calendar.closure(date)}): the nearest trading days are ${nearest}`;
}
