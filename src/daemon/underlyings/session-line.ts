import type { Recording } from '../../recordings/recording.ts';
import { linePoints, withMinuteBars } from '../../market/quotes/price-line.ts';
import { sessionStart } from '../../market/calendar/session.ts';
import type { SessionPriceLine } from '../../protocol/state.ts';
import type { MarketHours } from '../market-days/market-hours.ts';

/** The vendor's last minutes are whole this long after they end, on the delayed plans too. */
const settledAfterMs = 20 * 60_000;

/** The line of the session at hand; of the last one while the market is closed, so that there is something to see. */
export async function sessionLine(
  db: { bars: Pick<Recording['bars'], 'range'>; quotes: Pick<Recording['quotes'], 'ofDay'> },
  { calendar }: MarketHours,
  symbol: string,
  now: number,
): Promise<SessionPriceLine> {
  const { phase, session } = calendar.phaseAt(now);
  const shown = phase === 'closed' ? calendar.previousSession(session.date) : session;
  // What was quoted in the night, before the bell and after the close belongs to a day at hand; one that is over is its
  // session.
  const from = phase === 'closed' ? shown.open : sessionStart(shown);
  const until = phase === 'closed' ? shown.close : shown.postClose;
  const bars = await db.bars.range(symbol, '1min', from, until, now);
  const recorded = linePoints(await db.quotes.ofDay(symbol, from, until + 1, now));
  return {
    ...{ symbol, date: shown.date, from, until },
    points: withMinuteBars(recorded, bars, now - settledAfterMs),
  };
}
