import { type CalendarOverrides, checkedDates, checkedHours } from './calendar-overrides.ts';
import { firstDate, lastDate } from './instants.ts';
import { addDays, isDate, newYorkWeekday } from './new-york-time.ts';
import { type Session, sessionOf } from './session.ts';
import { earlyClosesOf, holidaysOf, unscheduledClosures } from './trading-holidays.ts';

/** The sessions of one year, in order, and why other days have none. Keys are dates. */
export interface CalendarYear {
  sessions: readonly Session[];
  byDate: ReadonlyMap<string, Session>;
  closures: ReadonlyMap<string, string>;
  earlyCloses: ReadonlyMap<string, string>;
}

/** The years of a calendar, each built when it is first asked about. */
export interface CalendarYears {
  /** Throws `RangeError` for a year more than two beyond the range of `instants.ts`. */
  at(year: number): CalendarYear;
  /** Throws `RangeError` for what is no date, too. */
  of(date: string): CalendarYear;
  /** As `of`, where the year is built already; needs no check that it is a date. */
  known(date: string): CalendarYear | undefined;
  /** Dates on which the exchange was closed although nobody had planned it. */
  readonly unscheduled: ReadonlySet<string>;
}

/** The calendar is asked about sessions before and after an instant of the range, and about a year of bars. */
const marginYears = 2;
const firstYear = yearOf(firstDate) - marginYears;
const lastYear = yearOf(lastDate) + marginYears;

/** Throws `SpyglassError` (`settings`) on an override whose date is not one, and on hours out of order. */
export function createCalendarYears(overrides: CalendarOverrides): CalendarYears {
  const hoursOn = checkedHours(overrides);
  const closures = [...unscheduledClosures, ...checkedDates(overrides.closures)];
  const addedEarlyCloses = checkedDates(overrides.earlyCloses);
  const years = new Map<number, CalendarYear>();

  function buildYear(year: number): CalendarYear {
    const closed = holidaysOf(year);
    for (const { date, name } of closures) if (yearOf(date) === year) closed.set(date, name);
    const early = earlyClosesOf(year);
    for (const { date, name } of addedEarlyCloses) if (yearOf(date) === year) early.set(date, name);
    const sessions: Session[] = [];
    for (let date = `${year}-01-01`; yearOf(date) === year; date = addDays(date, 1)) {
      if (newYorkWeekday(date) <= 5 && !closed.has(date)) {
        sessions.push(sessionOf(date, early.has(date), hoursOn));
      }
    }
    return {
      sessions,
      byDate: new Map(sessions.map((session) => [session.date, session])),
      closures: closed,
      earlyCloses: early,
    };
  }

  function at(year: number): CalendarYear {
    let built = years.get(year);
    if (!built) {
      if (!(year >= firstYear && year <= lastYear))
        throw new RangeError(`The trading calendar goes from ${firstYear} to ${lastYear}, asked for ${year}`);
      built = buildYear(year);
      years.set(year, built);
    }
    return built;
  }

  return {
    at,
    of(date) {
      if (!isDate(date)) throw new RangeError(`Expected a date like 2026-11-27, got "${date}"`);
      return at(yearOf(date));
    },
    known: (date) => years.get(yearOf(date)),
    unscheduled: new Set(closures.map(({ date }) => date)),
  };
}

/** The year of a `YYYY-MM-DD` date. */
export function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}
