import type { Calendar } from '../calendar/calendar.ts';
import { addDays, newYorkDate, newYorkWeekday } from '../calendar/new-york-time.ts';
import { productOf } from './products.ts';
import { chainTimes } from './series-times.ts';

/** Dailies are listed two weeks ahead, weeklies about two months. */
const daysWithDailies = 14;
const daysWithWeeklies = 60;

/** Whether something expires on every trading day; without that, Fridays are the only days that the calendar can name. */
export function hasDailyExpirations(underlying: string, calendar: Calendar, at: number): boolean {
  return productOf(underlying, newYorkDate(at), calendar).expirations === 'daily';
}

/** The first trading day on which something can expire that trades at an instant: today, until its options stop. */
export function firstExpirationDay(underlying: string, calendar: Calendar, at: number): string {
  let session = calendar.nextSession(at);
  while ((chainTimes(underlying, session.date, calendar)?.tradingEnd ?? 0) <= at) {
    session = calendar.nextSession(session.postClose);
  }
  return session.date;
}

/** A Friday's series expires on the Thursday before when the exchange is closed on that Friday. */
function isWeekly(calendar: Calendar, date: string): boolean {
  const weekday = newYorkWeekday(date);
  return weekday === 5 || (weekday === 4 && calendar.sessionOn(addDays(date, 1)) === null);
}

/**
 * Expirations of an underlying from the one that is nearest at an instant on, in order, by the calendar: every trading day
 * of two weeks where something expires daily, then Fridays of two months; Fridays only for any other one. A Friday
 * without a session gives way to its Thursday. Whether the exchanges list a date is the vendor's to say.
 */
export function expirationsOf(underlying: string, calendar: Calendar, at: number): string[] {
  const first = firstExpirationDay(underlying, calendar, at);
  const lastDaily = addDays(first, daysWithDailies);
  const isDaily = hasDailyExpirations(underlying, calendar, at);
  return calendar
    .tradingDays(first, addDays(first, daysWithWeeklies))
    .filter((date) => (isDaily && date <= lastDaily) || isWeekly(calendar, date));
}

/** The first of them: today's until its options stop trading, where one expires today. */
export function nearestExpiration(underlying: string, calendar: Calendar, at: number): string {
  if (hasDailyExpirations(underlying, calendar, at)) return firstExpirationDay(underlying, calendar, at);
  return expirationsOf(underlying, calendar, at)[0]!;
}
