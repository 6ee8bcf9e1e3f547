import type { CalendarOverrides } from './calendar-overrides.ts';
import { createCalendarYears, yearOf } from './calendar-years.ts';
import { dateProblem } from './instants.ts';
import { isDate, newYorkWeekday } from './new-york-time.ts';
import { createNextSession, firstIndex, type NextSession } from './next-session.ts';
import type { ProductChange } from '../products/product.ts';
import { type PhaseAt, phaseWithin, type Session } from './session.ts';
import { verifiedThrough } from './trading-holidays.ts';

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
  /** Changes of products beyond the table's: what the settings add to it. */
  readonly productChanges: readonly ProductChange[];
  /** Last date that the exchange has published; later answers come from the rules alone. */
  readonly verifiedThrough: string;
}

/** OCC moved the monthly expiration from Saturday to Friday with the February 2015 series. */
const firstFridayExpirations = '2015-02-01';

/** Throws `SpyglassError` (`settings`) on an override whose date is not one, and on hours out of order. */
export function createCalendar(overrides: CalendarOverrides = {}): Calendar {
  const years = createCalendarYears(overrides);
  const findNextSession = createNextSession(years);
  let lastPhase: { from: number; answer: PhaseAt } | null = null;

  const nextSession = (at: number) => findNextSession(at).session;
  const closure = (date: string) => {
    const { byDate, closures } = years.of(date);
    return byDate.has(date) ? null : (closures.get(date) ?? 'weekend');
  };

  return {
    verifiedThrough,
    productChanges: overrides.products ?? [],
    nextSession,
    closure,

    // What is found needs no check that it is a date.
    sessionOn: (date) => years.known(date)?.byDate.get(date) ?? years.of(date).byDate.get(date) ?? null,

    previousSession(date) {
      const { sessions } = years.of(date);
      const index = firstIndex(sessions, (session) => session.date >= date);
      return sessions[index - 1] ?? years.at(yearOf(date) - 1).sessions.at(-1)!;
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
      years.of(from);
      years.of(to);
      const days: string[] = [];
      for (let year = yearOf(from); year <= yearOf(to); year++) {
        for (const { date } of years.at(year).sessions) if (date >= from && date <= to) days.push(date);
      }
      return days;
    },

    earlyClose(date) {
      const { byDate, earlyCloses } = years.of(date);
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
      if (why === null || years.unscheduled.has(date)) return { isValid: true };
      const weekday = newYorkWeekday(date);
      if (weekday === 6 && date < firstFridayExpirations) return { isValid: true };
      const day = why === 'weekend' ? (weekday === 6 ? 'a Saturday' : 'a Sunday') : why;
      return { isValid: false, reason: `${date} is not a trading day: ${day}` };
    },
  };
}

function phaseStart(at: number, { from, session }: NextSession): number {
  const { overnightOpen, preOpen, open, close, optionClose } = session;
  const bells = [overnightOpen ?? preOpen, preOpen, open, close, optionClose];
  return Math.max(from, ...bells.filter((bell) => bell <= at));
}
