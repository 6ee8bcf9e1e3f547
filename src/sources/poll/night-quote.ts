import type { Calendar } from '../../market/calendar/calendar.ts';
import type { Quote } from '../../market/quotes/quote.ts';
import { type Session, sessionOf } from '../../market/calendar/session.ts';
import type { PollContext } from './poll-context.ts';
import { closeBefore } from './quote-ways.ts';

/** A price older than a long weekend is none of this night, whatever its time may be. */
const longestNightsMs = 5 * 86_400_000;

/** The session whose overnight hours an instant lies in, also where the settings or the exchange know of none. */
function nightAt(calendar: Calendar, at: number): Session | null {
  const { phase, session } = calendar.phaseAt(at);
  if (phase !== 'closed' && phase !== 'overnight') return null;
  const opens = session.overnightOpen ?? sessionOf(session.date, session.isEarlyClose).overnightOpen;
  return opens !== null && at >= opens ? session : null;
}

/**
 * A price of the night belongs to the session that follows, whose day has not begun: it has no range, volume or average
 * yet, and its change is measured from the last close. In such a night the vendor may still show the day before as the
 * day, and the one before that as the previous one; until its snapshots have been seen there, only our own daily bar is
 * believed, and without one the change is unknown.
 */
export async function inItsSession(
  context: Pick<PollContext, 'db' | 'hours' | 'clock'>,
  quote: Quote,
): Promise<Quote> {
  const { db, hours, clock } = context;
  const isOld = quote.receivedAt - quote.timestamp > longestNightsMs;
  if (isOld || quote.priceKind === 'close' || quote.tier === 'end-of-day') return quote;
  const session = nightAt(hours.calendar, quote.timestamp);
  if (!session) return quote;
  return {
    ...quote,
    ...{ dayOpen: null, dayHigh: null, dayLow: null, volume: null, vwap: null },
    previousClose: await closeBefore({ symbol: quote.symbol, db, hours, clock }, session.date),
  };
}
