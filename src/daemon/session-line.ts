import type { Database } from '../db/open-database.ts';
import type { Intraday } from '../protocol/state.ts';
import type { MarketHours } from './market-hours.ts';
import { priceLine } from './price-line.ts';

/** The line of the session at hand; of the last one while the market is closed, so that there is something to see. */
export async function sessionLine(
  db: Pick<Database, 'bars' | 'quotes'>,
  { calendar }: MarketHours,
  symbol: string,
  now: number,
): Promise<Intraday> {
  const { phase, session } = calendar.phaseAt(now);
  const shown = phase === 'closed' ? calendar.previousSession(session.date) : session;
  // What was quoted before the bell and after the close belongs to a day at hand; one that is over is its session.
  const from = phase === 'closed' ? shown.open : shown.preOpen;
  const to = phase === 'closed' ? shown.close : shown.postClose;
  const bars = await db.bars.range(symbol, '1min', from, to);
  return {
    symbol,
    date: shown.date,
    points: priceLine(bars, db.quotes.ofDay(symbol, from, to)),
  };
}
