import type { Calendar } from '../../market/calendar/calendar.ts';

/** First trading day of the simulated market; nothing is known before. */
export const firstDay = '2020-01-02';

/** The trading days since `firstDay`, numbered from 0. */
export interface TradingDates {
  /** `null` for a date without a session or before `firstDay`. */
  indexOf(date: string): number | null;
  dateOf(index: number): string;
}

/** Asks the calendar year by year, as far as dates are asked about. */
export function createTradingDates(calendar: Calendar): TradingDates {
  const dates: string[] = [];
  const indexes = new Map<string, number>();
  let knownThrough = Number(firstDay.slice(0, 4)) - 1;

  function learnYear(year: number) {
    for (; knownThrough < year; knownThrough++) {
      const first = `${knownThrough + 1}-01-01`;
      const from = first < firstDay ? firstDay : first;
      for (const date of calendar.tradingDays(from, `${knownThrough + 1}-12-31`)) {
        indexes.set(date, dates.length);
        dates.push(date);
      }
    }
  }

  return {
    indexOf(date) {
      if (date < firstDay) return null;
      learnYear(Number(date.slice(0, 4)));
      return indexes.get(date) ?? null;
    },
    dateOf(index) {
      while (index >= dates.length) learnYear(knownThrough + 1);
      return dates[index]!;
    },
  };
}
