import { isDate } from '../../market/calendar/new-york-time.ts';
import { Damage } from '../files/archive-error.ts';

const dayMs = 86_400_000;

/** Days since 1970-01-01 of a date `YYYY-MM-DD`, as Parquet counts them. Throws `RangeError` if it is none. */
export function daysOf(date: string): number {
  if (!isDate(date)) throw new RangeError(`Expected a date like 2026-11-27, got "${date}"`);
  return Date.parse(`${date}T00:00:00Z`) / dayMs;
}

/** The date of so many days. Throws `Damage` where there is none of four digits. */
export function dateOfDays(days: number): string {
  const date = Math.abs(days) < 10_000_000 ? new Date(days * dayMs).toISOString().slice(0, 10) : '';
  if (!isDate(date)) throw new Damage(`holds ${days}, which is no day`);
  return date;
}
