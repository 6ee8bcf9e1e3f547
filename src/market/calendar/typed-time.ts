import { dateProblem, instantProblem } from './instants.ts';
import { formatNewYorkTime, newYorkDate, newYorkInstant } from './new-york-time.ts';

/** An instant as somebody typed it, or what is wrong with it as a phrase for people. */
export type TypedInstant =
  | {
      isValid: true;
      /** Epoch ms. `now` says which day a time without a date is on. */
      at: (now: number) => number;
    }
  | { isValid: false; reason: string };

const clock = String.raw`\d{2}:\d{2}(?::\d{2})?`;
const wallPattern = new RegExp(`^(?:(\\d{4}-\\d{2}-\\d{2})[ T])?(${clock})$`);
const zonedPattern = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})$/;

const expected = 'expected a time such as 14:30, 2026-11-23 14:30 (New York) or 2026-11-23T19:30:00Z';

/**
 * Reads an instant as it is typed everywhere: `14:30` (New York, on the day at hand), `2026-11-23 14:30` (New York), or
 * ISO 8601 with its zone. Strict, and without `Date.parse`, which takes February 30 for March 2.
 */
export function readInstant(text: string): TypedInstant {
  if (zonedPattern.test(text)) return readZonedInstant(text);
  const [, date, time] = wallPattern.exec(text) ?? [];
  if (time === undefined) return refused(expected);
  const reason = (date === undefined ? null : dateProblem(date)) ?? timeProblem(time);
  if (reason !== null) return refused(reason);
  if (date !== undefined && isSkipped(date, time)) {
    return refused(`New York’s clock skips ${time} on ${date}`);
  }
  return { isValid: true, at: (now) => newYorkInstant(date ?? newYorkDate(now), time) };
}

/** The same for an instant that must have its zone. */
export function readZonedInstant(text: string): TypedInstant {
  const [, date, time, zone] = zonedPattern.exec(text) ?? [];
  if (date === undefined || time === undefined || zone === undefined) {
    return refused('expected an instant with its zone, such as 2026-11-27T10:30:00-05:00');
  }
  const at = Date.parse(text);
  const reason = dateProblem(date) ?? timeProblem(time) ?? zoneProblem(zone) ?? instantProblem(at);
  if (reason !== null) return refused(reason);
  return { isValid: true, at: () => at };
}

function timeProblem(time: string): string | null {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return hours < 24 && minutes < 60 && seconds < 60 ? null : `${time} is not a time of day`;
}

/** Whether daylight saving time begins on that day and leaves that time out. */
function isSkipped(date: string, time: string): boolean {
  return !formatNewYorkTime(newYorkInstant(date, time), true).startsWith(time);
}

/** Zones in use reach from −12:00 to +14:00. */
function zoneProblem(zone: string): string | null {
  if (zone === 'Z') return null;
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number);
  return hours <= 14 && minutes < 60 ? null : `${zone} is not a zone`;
}

function refused(reason: string): TypedInstant {
  return { isValid: false, reason };
}
