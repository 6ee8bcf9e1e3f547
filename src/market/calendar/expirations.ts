import type { Calendar } from './calendar.ts';
import { addDays, newYorkWeekday } from './new-york-time.ts';

/** ETFs whose options expire on every trading day, as the exchanges list them in 2026. */
const dailySymbols: readonly string[] = ['SPY', 'QQQ', 'IWM'];

/** Dailies are listed two weeks ahead, weeklies about two months. */
const daysWithDailies = 14;
const daysWithWeeklies = 60;

/** Whether a symbol's options expire on every trading day; those of any other are taken to expire on Fridays. */
export function hasDailyExpirations(symbol: string): boolean {
  return dailySymbols.includes(symbol);
}

/** A Friday's series expires on the Thursday before when the exchange is closed on that Friday. */
function isWeekly(calendar: Calendar, date: string): boolean {
  const weekday = newYorkWeekday(date);
  return weekday === 5 || (weekday === 4 && calendar.sessionOn(addDays(date, 1)) === null);
}

/**
 * Expirations of a symbol from the one that is nearest at an instant on, in order, by the calendar: every trading day of
 * two weeks for SPY, QQQ and IWM, then Fridays of two months; Fridays only for any other symbol. A Friday without a
 * session gives way to its Thursday. Whether the exchanges list a date is the vendor's to say.
 */
export function expirationsOf(symbol: string, calendar: Calendar, at: number): string[] {
  const first = calendar.zeroDteExpiry(at);
  const lastDaily = addDays(first, daysWithDailies);
  return calendar
    .tradingDays(first, addDays(first, daysWithWeeklies))
    .filter((date) => (hasDailyExpirations(symbol) && date <= lastDaily) || isWeekly(calendar, date));
}

/** The first of them: today's until its options stop trading, where one expires today. */
export function nearestExpiration(symbol: string, calendar: Calendar, at: number): string {
  const first = calendar.zeroDteExpiry(at);
  return hasDailyExpirations(symbol) ? first : expirationsOf(symbol, calendar, at)[0]!;
}
