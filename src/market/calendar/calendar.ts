import { type CalendarOverrides, checkedDates, checkedHours } from './calendar-overrides.ts';
import { dateProblem, firstDate, lastDate } from './instants.ts';
import { addDays, isDate, newYorkDate, newYorkWeekday } from './new-york-time.ts';
import { type PhaseAt, phaseWithin, type Session, sessionOf } from './session.ts';
import { earlyClosesOf, holidaysOf, unscheduledClosures, verifiedThrough } from './trading-holidays.ts';

/**
 * The trading calendar of the New York Stock Exchange with the hours of SPY's options. Dates are `YYYY-MM-DD` in New
 * York, instants epoch ms. Asked about what is none, or about a year more than two beyond the range of `instants.ts`, every
 * method throws `RangeError` and remembers nothing of it.
 */
export interface Calendar {
  /** `null` on a day without one; `closure` says why. */
  sessionOn(date: string): Session | null;
  /**
   * The first session that ends (post-market included) after an instant: the one at hand, or the next one. What trades
   * in the night before a session belongs to it.
   */
  nextSession(at: number): Session;
  /** The last session strictly before a date. */
  previousSession(date: string): Session;
  /** Cheap enough to be asked on every frame. */
  phaseAt(at: number): PhaseAt;
  /** Dates of the sessions from one date to another, both included. */
  tradingDays(from: string, to: string): string[];
  /** Why a day has no session: the holiday's or closure's name, or `weekend`; `null` on a trading day. */
  closure(date: string): string | null;
  /** Why a session ends early; `null` on a full day and on a day without a session. */
  earlyClose(date: string): string | null;
  /** The 0-DTE expiry: the date of the session at hand until its option close, then of the next session. */
  zeroDteExpiry(at: number): string;
  /**
   * Whether options can carry an expiration date: a trading day, an unscheduled closure (contracts kept it) or, until
   * January 2015, a Saturday (the legal expiration of monthlies). The reason of a refusal is for people.
   */
  checkExpiration(date: string): { isValid: true } | { isValid: false; reason: string };
  /** Last date that the exchange has published; later answers come from the rules alone. */
  readonly verifiedThrough: string;
}

interface Year {
  sessions: readonly Session[];
  byDate: ReadonlyMap<string, Session>;
  closures: ReadonlyMap<string, string>;
  earlyCloses: ReadonlyMap<string, string>;
}

/** The first session that ends after any instant from `from` until it has ended. */
interface NextSession {
  from: number;
  session: Session;
}

/** Who asks about an instant of the range is led on to the sessions before and after it, and to a year of bars. */
const marginYears = 2;
const firstYear = yearOf(firstDate) - marginYears;
const lastYear = yearOf(lastDate) + marginYears;

/** OCC moved the monthly expiration from Saturday to Friday with the February 2015 series. */
const firstFridayExpirations = '2015-02-01';

/** Throws `SpyglassError` (`settings`) on an override whose date is not one, and on hours out of order. */
export function createCalendar(overrides: CalendarOverrides = {}): Calendar {
  const hoursOn = checkedHours(overrides);
  const closures = [...unscheduledClosures, ...checkedDates(overrides.closures)];
  const extraEarlyCloses = checkedDates(overrides.earlyCloses);
  const unscheduled = new Set(closures.map(({ date }) => date));
  const years = new Map<number, Year>();
  // A schedule asks about now, about the coming slot and about the session after that in turns, all night long.
  let found: NextSession | null = null;
  let foundBefore: NextSession | null = null;
  let lastPhase: { from: number; answer: PhaseAt } | null = null;

  function buildYear(year: number): Year {
    const closed = holidaysOf(year);
    for (const { date, name } of closures) if (yearOf(date) === year) closed.set(date, name);
    const early = earlyClosesOf(year);
    for (const { date, name } of extraEarlyCloses) if (yearOf(date) === year) early.set(date, name);
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

  function yearAt(year: number): Year {
    let built = years.get(year);
    if (!built) {
      if (!(year >= firstYear && year <= lastYear))
        throw new RangeError(`The trading calendar goes from ${firstYear} to ${lastYear}, asked for ${year}`);
      built = buildYear(year);
      years.set(year, built);
    }
    return built;
  }

  function yearOfDate(date: string): Year {
    if (!isDate(date)) throw new RangeError(`Expected a date like 2026-11-27, got "${date}"`);
    return yearAt(yearOf(date));
  }

  function findNextSession(at: number): NextSession {
    if (found && holdsAt(found, at)) return found;
    if (foundBefore && holdsAt(foundBefore, at)) return foundBefore;
    const year = yearOf(newYorkDate(at));
    const { sessions } = yearAt(year);
    const index = firstIndex(sessions, (session) => session.postClose > at);
    const session = sessions[index] ?? yearAt(year + 1).sessions[0]!;
    foundBefore = found;
    found = { from: sessions[index - 1]?.postClose ?? at, session };
    return found;
  }

  function nextSession(at: number): Session {
    return findNextSession(at).session;
  }

  function closure(date: string): string | null {
    const { byDate, closures } = yearOfDate(date);
    return byDate.has(date) ? null : (closures.get(date) ?? 'weekend');
  }

  return {
    verifiedThrough,
    nextSession,
    closure,

    // What is found needs no check that it is a date.
    sessionOn: (date) =>
      years.get(yearOf(date))?.byDate.get(date) ?? yearOfDate(date).byDate.get(date) ?? null,

    previousSession(date) {
      const { sessions } = yearOfDate(date);
      const index = firstIndex(sessions, (session) => session.date >= date);
      return sessions[index - 1] ?? yearAt(yearOf(date) - 1).sessions.at(-1)!;
    },

    phaseAt(at) {
      if (!(lastPhase && at >= lastPhase.from && at < lastPhase.answer.nextChangeAt)) {
        const next = findNextSession(at);
        const following = nextSession(next.session.postClose);
        lastPhase = { from: phaseStart(at, next), answer: phaseWithin(at, next.session, following) };
      }
      return lastPhase.answer;
    },

    tradingDays(from, to) {
      yearOfDate(from);
      yearOfDate(to);
      const days: string[] = [];
      for (let year = yearOf(from); year <= yearOf(to); year++) {
        for (const { date } of yearAt(year).sessions) if (date >= from && date <= to) days.push(date);
      }
      return days;
    },

    earlyClose(date) {
      const { byDate, earlyCloses } = yearOfDate(date);
      return byDate.get(date)?.isEarlyClose ? (earlyCloses.get(date) ?? null) : null;
    },

    zeroDteExpiry(at) {
      const session = nextSession(at);
      return at < session.optionClose ? session.date : nextSession(session.postClose).date;
    },

    checkExpiration(date) {
      if (!isDate(date)) return { isValid: false, reason: `"${date}" is not a calendar date` };
      const beyond = dateProblem(date);
      if (beyond !== null) return { isValid: false, reason: beyond };
      const why = closure(date);
      if (why === null || unscheduled.has(date)) return { isValid: true };
      const weekday = newYorkWeekday(date);
      if (weekday === 6 && date < firstFridayExpirations) return { isValid: true };
      const day = why === 'weekend' ? (weekday === 6 ? 'a Saturday' : 'a Sunday') : why;
      return { isValid: false, reason: `${date} is not a trading day: ${day}` };
    },
  };
}

function holdsAt({ from, session }: NextSession, at: number): boolean {
  return at >= from && at < session.postClose;
}

function phaseStart(at: number, { from, session }: NextSession): number {
  const { overnightOpen, preOpen, open, close, optionClose } = session;
  const bells = [overnightOpen ?? preOpen, preOpen, open, close, optionClose];
  return Math.max(from, ...bells.filter((bell) => bell <= at));
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}

/** Index of the first item for which a condition holds that stays true from there on; the length if none. */
function firstIndex<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(items[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
