import { addDays, newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import { weekdayTime } from './intervals/next-slot.ts';
import type { MarketHours } from '../market-days/market-hours.ts';
import type { NextRun } from './job.ts';

/** The smallest plan gives a day once it is over in New York; some minutes later nobody else asks any more. */
const timeOfDay = '00:15';

/** When the data of the last session is out on plans that give a day only once it is over: after the next midnight. */
export function onceADay({ calendar }: MarketHours, after: number, reason: string): NextRun {
  let session = calendar.previousSession(addDays(newYorkDate(after), 1));
  let at = dayAfter(session.date);
  while (at <= after) {
    session = calendar.nextSession(session.postClose);
    at = dayAfter(session.date);
  }
  return {
    ...{ at, intervalMs: null, isDueUntilDone: true },
    reason: `once a day, ${weekdayTime(at)}: ${reason}`,
  };
}

function dayAfter(date: string): number {
  return newYorkInstant(addDays(date, 1), timeOfDay);
}
