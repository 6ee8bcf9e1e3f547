import type { Calendar } from './calendar.ts';
import { newYorkDate } from './new-york-time.ts';

/** Date of the last session whose New York day is over: plans that give closing prices only have it by then. */
export function lastFinishedSession(calendar: Calendar, at: number): string {
  return calendar.previousSession(newYorkDate(at)).date;
}
