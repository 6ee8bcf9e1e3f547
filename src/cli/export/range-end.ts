import { SpyglassError } from '../../base/errors.ts';
import { addDays } from '../../market/calendar/new-york-time.ts';
import { tradeDateEnd } from '../../market/calendar/trade-date.ts';
import { type Day, dateOfDay, takeDay } from '../../market/calendar/typed-time/day.ts';
import { needsCalendar, type TypedTimeContext } from '../../market/calendar/typed-time/typed-time.ts';
import { dateArgument, timeArgument } from '../invocation/time-argument.ts';

/** An end of a range, as it was typed: an instant, or a trade date as a whole. */
export interface RangeEnd {
  readonly needsCalendar: boolean;
  /** Its first instant and its last one, epoch ms. Throws `SpyglassError` (`usage`). */
  in(context: TypedTimeContext): { first: number; last: number };
}

/** Reads an end of a range: a time as it is typed everywhere, or a day alone. Throws `SpyglassError` (`usage`). */
export function rangeEnd(text: string, flag: string): RangeEnd {
  const taken = takeDay(text);
  if (taken?.length === text.length) return dayEnd(taken.day, text, flag);
  const time = timeArgument(text, flag);
  return {
    needsCalendar: needsCalendar(time.parsed),
    in(context) {
      const { at } = time.in(context);
      return { first: at, last: at };
    },
  };
}

/** A day is a trade date: it begins at 20:00 of the evening before. */
function dayEnd(day: Day, text: string, flag: string): RangeEnd {
  if (day.kind === 'date') dateArgument(day.date, flag);
  return {
    needsCalendar: day.kind === 'yesterday' || day.kind === 'weekday',
    in({ now, calendar }) {
      const found = dateOfDay(day, now, calendar);
      if ('reason' in found) throw new SpyglassError('usage', `${flag} ${text}: ${found.reason}.`);
      return { first: tradeDateEnd(addDays(found.date, -1)) + 1, last: tradeDateEnd(found.date) };
    },
  };
}
