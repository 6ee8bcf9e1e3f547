import { dateProblem, instantProblem } from '../instants.ts';
import { type RefusedTime, refused } from './time-forms.ts';

const zonedPattern = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})$/;

/** Whether a text has the form of ISO 8601 with its zone; it may still name what does not exist. */
export function isZoned(text: string): boolean {
  return zonedPattern.test(text);
}

/**
 * Reads ISO 8601 with its zone, to the millisecond: what means the same whatever the time and the calendar. Strict, and
 * not by `Date.parse` alone, which takes February 30 for March 2.
 * @returns the instant in epoch ms, or what is wrong with the text
 */
export function readZonedInstant(text: string): { isValid: true; at: number } | RefusedTime {
  const [, date, time, zone] = zonedPattern.exec(text) ?? [];
  if (date === undefined || time === undefined || zone === undefined) {
    return refused('expected an instant with its zone, such as 2026-11-27T10:30:00-05:00');
  }
  const at = Date.parse(text);
  const reason = dateProblem(date) ?? timeProblem(time) ?? zoneProblem(zone) ?? instantProblem(at);
  return reason === null ? { isValid: true, at } : refused(reason);
}

/** What is wrong with digits in the form of a time of day, as a phrase; `null` for one that a clock shows. */
export function timeProblem(time: string): string | null {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return hours < 24 && minutes < 60 && seconds < 60 ? null : `${time} is not a time of day`;
}

/** Zones in use reach from −12:00 to +14:00. */
function zoneProblem(zone: string): string | null {
  if (zone === 'Z') return null;
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number);
  return hours <= 14 && minutes < 60 ? null : `${zone} is not a zone`;
}
