import { seededRandom } from '../../../src/base/random.ts';
import { addDays, newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { Chain } from '../../../src/market/quotes/chain.ts';
import type { ArchivedSession } from '../../../src/recordings/archived-sessions.ts';
import type { Recording } from '../../../src/recordings/recording.ts';
import type { Cutoffs } from '../../../src/recordings/retention.ts';
import type { SessionKey } from '../../../src/recordings/session-rows.ts';
import { anArchivedSession } from './archived-sessions.ts';
import { allContracts } from './session-rows.ts';
import { aChain, aContract, anAlert, aQuote } from '../../db/fixtures.ts';

/** When retention runs. */
export const now = newYorkInstant('2026-11-23', '16:30');
/** Keeps from this date on. */
export const keptFrom = (date: string): Cutoffs => {
  const cutoff = newYorkInstant(date, '00:00');
  return {
    market_data_cache: null,
    api_requests_log: null,
    option_contracts: cutoff,
    spy_quotes: cutoff,
    alerts: cutoff,
  };
};
export const dates = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20'];
const monthly = '2026-12-18';

/** Sessions of two symbols: the day's chain and a far one, quotes and alerts; each evening belongs to the next date. */
export async function recordDays(db: Recording, random = seededRandom('archived')): Promise<Chain[]> {
  const chains: Chain[] = [];
  for (const date of dates) {
    const day = (time: '09:30' | '12:00' | '16:00' | '19:59') => newYorkInstant(date, time);
    const evening = newYorkInstant(addDays(date, -1), '21:00');
    for (const expiration of [date, monthly]) {
      for (const timestamp of [evening, day('09:30'), day('12:00'), day('16:00')]) {
        const contracts = [670, 671, 672, 673]
          .map((strike) => aContract({ strike, bid: random.integer(1, 3) / 100, quotedAt: null }, expiration))
          .filter(() => random.next() > 0.15);
        const chain = aChain({ expiration, timestamp, contracts });
        await db.chains.record(chain);
        chains.push(chain);
      }
    }
    for (const receivedAt of [evening, day('12:00'), day('19:59')]) {
      const price = 600 + random.integer(1, 9_000) / 100;
      await db.quotes.record(aQuote({ price, receivedAt, timestamp: receivedAt - 400 }));
      await db.quotes.record(
        aQuote({ symbol: 'QQQ', price, receivedAt, timestamp: receivedAt - 86_400_000 }),
      );
    }
    await db.alerts.record(anAlert({ at: day('12:00') }));
  }
  return chains;
}

/** Notes sessions as archived and verified. */
export const archive = async (
  db: Recording,
  keys: readonly SessionKey[],
  changes: Partial<ArchivedSession> = {},
) => {
  for (const { underlying, date } of keys) {
    const counts = await db.sessions.counts({ underlying, date });
    await db.archivedSessions.record(anArchivedSession({ underlying, date, counts, ...changes }));
  }
};
/** The sessions of these symbols, by date. */
export const keysOf = (...underlyings: string[]) =>
  dates.flatMap((date) => underlyings.map((underlying) => ({ underlying, date })));

/** All that a session holds, whether it was read from this database or is to be. */
export async function everythingOf(db: Recording, key: SessionKey) {
  const { sessions } = db;
  return {
    counts: await sessions.counts(key),
    polls: await sessions.polls(key),
    contracts: await allContracts(db, key, 99),
    quotes: await sessions.quotes(key),
    alerts: await sessions.alerts(key),
  };
}
