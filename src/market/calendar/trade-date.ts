import { addDays, newYorkDate, newYorkInstant } from './new-york-time.ts';

/** The trade date rolls at 20:00 New York, in no night of a change of the clocks. */
const untilMidnightMs = 4 * 3_600_000;

/**
 * The date that a trade of an instant counts to: after 20:00 in New York the next one, so that Sunday 22:00 is Monday's.
 * No calendar is asked: on the evening before a weekend or holiday it is a date without a session. The very instant of
 * 20:00 still counts to the day that it ends.
 */
export function tradeDateOf(at: number): string {
  return newYorkDate(at - 1 + untilMidnightMs);
}

/** The last instant of a trade date (epoch ms): 20:00 in New York. */
export function tradeDateEnd(date: string): number {
  return newYorkInstant(date, '20:00');
}

/** The instants of a trade date: after `from`, which is not one of them, up to `to`, which is. */
export function tradeDateSpan(date: string): { from: number; to: number } {
  return { from: tradeDateEnd(addDays(date, -1)), to: tradeDateEnd(date) };
}

/** The first instant of the trade date that an instant counts to. */
export function tradeDateBegin(at: number): number {
  return tradeDateSpan(tradeDateOf(at)).from + 1;
}
