import type { Clock } from '../../../base/clock.ts';
import {
  expirationsOf,
  firstExpirationDay,
  hasDailyExpirations,
  nearestExpiration,
} from '../../../market/products/expirations.ts';
import { newYorkDate } from '../../../market/calendar/new-york-time.ts';
import type { MarketHours } from '../../market-days/market-hours.ts';

/** The expirations that the API last listed for each symbol, and the calendar's where it has listed none. */
export interface ListedDates {
  /** `YYYY-MM-DD`, from the nearest on. */
  of(symbol: string): string[];
  nearest(symbol: string): string;
  /** Whether there is a list of which a date is left; a symbol with dailies needs a list of today. */
  isKnown(symbol: string): boolean;
  /** Whether today's list has every date. */
  isWholeToday(symbol: string): boolean;
  /** Whether there is a list of today. */
  isOfToday(symbol: string): boolean;
  /** @param isWhole whether the list has every date, and not only those of the first page */
  keep(symbol: string, dates: readonly string[], isWhole: boolean): void;
}

/** @returns a memory without any list */
export function createListedDates(clock: Clock, hours: MarketHours): ListedDates {
  const lists = new Map<string, { on: string; dates: readonly string[]; isWhole: boolean }>();
  const today = () => newYorkDate(clock.now());

  /** The dates of a list that have not expired; `null` where none is left. */
  const known = (symbol: string): string[] | null => {
    const list = lists.get(symbol);
    if (!list || (hasDailyExpirations(symbol, hours.calendar, clock.now()) && list.on !== today()))
      return null;
    const first = firstExpirationDay(symbol, hours.calendar, clock.now());
    const dates = list.dates.filter((date) => date >= first);
    return dates.length > 0 ? dates : null;
  };
  const isOfToday = (symbol: string) => lists.get(symbol)?.on === today();

  return {
    of: (symbol) => known(symbol) ?? expirationsOf(symbol, hours.calendar, clock.now()),
    nearest: (symbol) => known(symbol)?.[0] ?? nearestExpiration(symbol, hours.calendar, clock.now()),
    isKnown: (symbol) => known(symbol) !== null,
    isOfToday,
    isWholeToday: (symbol) => isOfToday(symbol) && lists.get(symbol)!.isWhole,
    keep: (symbol, dates, isWhole) => void lists.set(symbol, { on: today(), dates, isWhole }),
  };
}
