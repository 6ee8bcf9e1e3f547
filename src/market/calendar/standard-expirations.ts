import type { Calendar } from './calendar.ts';
import { addDays, newYorkWeekday } from './new-york-time.ts';

/**
 * What sets an expiration apart from the daily ones, by how much open interest comes together in it. `triple-witching`:
 * the monthly of March, June, September and December, when stock options, index options and index futures expire at
 * once. `quarter-end`: the last trading day of a calendar quarter, when quarterly options do.
 */
export const standardExpirations = ['monthly', 'triple-witching', 'quarter-end'] as const;
/** An expiration that many contracts share. */
export type StandardExpiration = (typeof standardExpirations)[number];

export const standardExpirationNames: Readonly<Record<StandardExpiration, string>> = {
  monthly: 'monthly expiration',
  'triple-witching': 'triple witching',
  'quarter-end': 'quarter-end expiration',
};

/** The third Friday of a month (1–12), whether or not the exchange opens on it. */
export function thirdFriday(year: number, month: number): string {
  const first = `${year}-${String(month).padStart(2, '0')}-01`;
  return addDays(first, ((5 - newYorkWeekday(first) + 7) % 7) + 14);
}

/**
 * The standard monthly expiration: the third Friday, or the trading day before where that is a holiday (Good Friday,
 * Juneteenth). A closure at short notice does not move it: contracts keep their date. Until January 2015 monthlies
 * expired by law on the Saturday after, while the day given here was the last on which they traded.
 *
 * Throws `RangeError` outside of the calendar's years.
 */
export function monthlyExpiration(calendar: Calendar, year: number, month: number): string {
  const friday = thirdFriday(year, month);
  return calendar.checkExpiration(friday).isValid ? friday : calendar.previousSession(friday).date;
}

/** What kind of expiration a date is; `null` for one of the daily ones, and for a day on which nothing expires. */
export function standardExpiration(calendar: Calendar, date: string): StandardExpiration | null {
  const { year, month } = monthOf(date);
  const endsQuarter = month % 3 === 0;
  if (date === monthlyExpiration(calendar, year, month)) return endsQuarter ? 'triple-witching' : 'monthly';
  return endsQuarter && date === lastTradingDay(calendar, year, month) ? 'quarter-end' : null;
}

/** The first monthly expiration on or after a date. */
export function nextMonthlyExpiration(calendar: Calendar, date: string): string {
  const { year, month } = monthOf(date);
  const own = monthlyExpiration(calendar, year, month);
  if (own >= date) return own;
  return month === 12
    ? monthlyExpiration(calendar, year + 1, 1)
    : monthlyExpiration(calendar, year, month + 1);
}

function lastTradingDay(calendar: Calendar, year: number, month: number): string {
  const next = month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
  return calendar.previousSession(next).date;
}

function monthOf(date: string): { year: number; month: number } {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)) };
}
