import { firstInstant, lastInstant } from '../../market/calendar/instants.ts';
import { addDays } from '../../market/calendar/new-york-time.ts';
import { tradeDateEnd, tradeDateOf } from '../../market/calendar/trade-date.ts';

/** Which sessions of an archive are read. */
export interface ArchivedDates {
  /** Symbols with sessions, in order. */
  underlyings(): Promise<readonly string[]>;
  /** Trade dates of a symbol's sessions, oldest first. */
  of(underlying: string): Promise<readonly string[]>;
}

/** The trade date of any instant, also of one beyond the calendar: a read may ask for all there is. */
export function dateAt(at: number): string {
  return tradeDateOf(Math.min(Math.max(at, firstInstant), lastInstant));
}

/** The instants of a trade date: after `from`, up to `asOf`. Epoch ms. */
export function stretchOf(date: string): { from: number; asOf: number } {
  return { from: tradeDateEnd(addDays(date, -1)), asOf: tradeDateEnd(date) };
}

/** The dates from one on up to another, both included. @param dates oldest first */
export function datesWithin(dates: readonly string[], first: string, last: string): string[] {
  return dates.filter((date) => date >= first && date <= last);
}

/** The dates of instants after `from` and up to `asOf` (epoch ms). @param dates oldest first */
export function datesOf(dates: readonly string[], { from, asOf }: { from: number; asOf: number }): string[] {
  return from >= asOf ? [] : datesWithin(dates, dateAt(from + 1), dateAt(asOf));
}

/** The dates up to that of an instant, the newest first. */
export function newestFirst(dates: readonly string[], asOf: number): string[] {
  const last = dateAt(asOf);
  return dates.filter((date) => date <= last).reverse();
}
