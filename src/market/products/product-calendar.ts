import type { Calendar } from '../calendar/calendar.ts';
import { type PhaseAt, phaseWithin, type Session } from '../calendar/session.ts';
import { chainTimes, optionsEnd } from './series-times.ts';

/** By calendar of the market, and by what they are of. */
const known = new WeakMap<Calendar, Map<string, Calendar>>();
/** The market's calendars that others were made from. */
const markets = new WeakMap<Calendar, Calendar>();

/**
 * The calendar by the options of an underlying: the `optionClose` of each session is when they stop trading on it. With an
 * expiration it is by that chain, which may stop earlier on its last day. There is no phase `options-late` on a day on which
 * they stop with the closing bell.
 * @param calendar the market's, or one of another underlying
 */
export function calendarOf(
  { underlying, expiration = null }: { underlying: string; expiration?: string | null },
  calendar: Calendar,
): Calendar {
  const market = markets.get(calendar) ?? calendar;
  const own = known.get(market) ?? new Map<string, Calendar>();
  known.set(market, own);
  const key = `${underlying} ${expiration ?? ''}`;
  let found = own.get(key);
  if (!found) {
    const times = expiration === null ? null : chainTimes(underlying, expiration, market);
    const endOn = (session: Session) => {
      const end = optionsEnd(underlying, session, market);
      // A series may be over since the eve: nothing of it trades then.
      return times ? Math.max(session.open, Math.min(end, times.tradingEnd)) : end;
    };
    found = withOptionClose(market, endOn);
    own.set(key, found);
    markets.set(found, market);
  }
  return found;
}

/** @param endOn one of a session's own instants from its opening bell to its option close, so that no phase gets parted */
function withOptionClose(market: Calendar, endOn: (session: Session) => number): Calendar {
  const sessions = new WeakMap<Session, Session>();
  const phases = new WeakMap<PhaseAt, PhaseAt>();
  const own = (session: Session): Session => {
    let found = sessions.get(session);
    if (!found) {
      const optionClose = endOn(session);
      found = optionClose === session.optionClose ? session : { ...session, optionClose };
      sessions.set(session, found);
    }
    return found;
  };
  const nextSession = (at: number) => own(market.nextSession(at));
  return {
    ...market,
    nextSession,
    previousSession: (date) => own(market.previousSession(date)),
    sessionOn(date) {
      const session = market.sessionOn(date);
      return session && own(session);
    },
    phaseAt(at) {
      const phase = market.phaseAt(at);
      const session = own(phase.session);
      if (session === phase.session) return phase;
      let found = phases.get(phase);
      if (!found) {
        found = phaseWithin(at, session, nextSession(session.postClose));
        phases.set(phase, found);
      }
      return found;
    },
    zeroDteExpiry(at) {
      const session = nextSession(at);
      return at < session.optionClose ? session.date : nextSession(session.postClose).date;
    },
  };
}
