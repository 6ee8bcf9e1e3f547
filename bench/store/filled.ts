import { virtualClock } from '../../src/base/clock.ts';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import type { Recording } from '../../src/recordings/recording.ts';
import { contractsPerChain, createPolls, pollTimes } from './polls.ts';

/** A database with so many option rows, polled every 15 s over as many sessions as it takes, and quotes beside them. */
export async function fillDatabase(
  path: string,
  rows: number,
  from = '2026-08-03',
): Promise<{ db: Recording; polls: { expiration: string; at: number }[] }> {
  const db = await openDatabase({ path, clock: virtualClock(Date.UTC(2100, 0)) });
  const poll = createPolls('fill');
  const times = pollTimes(from, 15);
  const polls: { expiration: string; at: number }[] = [];
  for (let written = 0; written < rows; written += contractsPerChain) {
    const { expiration, at } = times.next().value!;
    await db.chains.record(poll(expiration, at));
    polls.push({ expiration, at });
    await db.quotes.record({
      ...{ symbol: 'SPY', price: 600 + (polls.length % 5000) / 100, bid: null, ask: null, dayOpen: null },
      ...{ dayHigh: null, dayLow: null, previousClose: 599, volume: polls.length, vwap: null },
      ...{ timestamp: at - 200, receivedAt: at, tier: 'real-time', source: 'simulator' },
      ...{ priceKind: 'trade', quotedAt: at - 200, slotAt: at },
    });
    await db.apiLog.record({
      ...{ endpoint: '/v3/snapshot/options/{underlying}', method: 'GET', statusCode: 200 },
      ...{ responseTimeMs: 80, error: null, timestamp: at },
    });
  }
  return { db, polls };
}
