import test from 'ava';
import { aBar, aChain, anAlert, aQuote, day, minute, monday, someLevels } from '../../db/fixtures.ts';
import type { TableStatus } from '../../../src/recordings/status.ts';
import { anArchivedSession } from './archived-sessions.ts';
import type { OpenRecording } from './open-recording.ts';

/** Sizes are each database's own. */
const withoutSizes = (tables: readonly TableStatus[]) => tables.map(({ bytes: _, ...table }) => table);

/** What any recording must say of its tables. */
export function testStatus(open: OpenRecording): void {
  test('an empty recording has thirteen tables without rows', async (t) => {
    const status = await (await open(t)).status();
    t.regex(status.schemaVersion, /^Migration\d+/);
    t.deepEqual(
      withoutSizes(status.tables),
      [
        'market_data_cache',
        'spy_quotes',
        'option_contracts',
        'historical_prices',
        'api_requests_log',
        'chain_polls',
        'poll_gaps',
        'chain_metrics',
        'exchange_days',
        'alerts',
        'recomputed_metrics',
        'archived_sessions',
        'rebuilt_minutes',
      ].map((table) => ({ table, rows: 0, oldest: null, newest: null })),
    );
  });

  test('each table says how many rows it has and from when to when', async (t) => {
    const db = await open(t);
    await db.cache.put('a', 'quote', '1', monday, monday + minute);
    await db.cache.put('b', 'quote', '2', monday + 5, monday + 2 * minute);
    for (const at of [monday - day, monday]) {
      await db.quotes.record(aQuote({ timestamp: at, receivedAt: at, price: at === monday ? 1 : 2 }));
    }
    await db.chains.record(aChain());
    await db.chains.record(aChain({ expiration: '2026-11-24', timestamp: monday - minute }), () =>
      someLevels({ expiration: '2026-11-24', timestamp: monday - minute }),
    );
    await db.chains.record(aChain({ timestamp: monday + minute }), () =>
      someLevels({ timestamp: monday + minute }),
    );
    await db.bars.upsert(
      [
        aBar({ timeframe: '1min', start: monday - 3 * day }),
        aBar({ timeframe: 'daily', start: monday - 2 * day }),
        aBar({ symbol: 'QQQ', start: monday + 9 }),
        aBar({ symbol: 'AAPL', start: monday - day }),
      ],
      monday,
    );
    const call = { endpoint: '/a', method: 'GET', statusCode: 200, responseTimeMs: 1, error: null };
    for (const timestamp of [monday + 2, monday + 1]) await db.apiLog.record({ ...call, timestamp });
    const gap = {
      underlying: 'SPY',
      job: 'chain',
      sessionDate: '2026-11-23',
      endedAt: null,
      reason: 'asleep',
    };
    await db.gaps.record({ ...gap, startedAt: monday });
    await db.gaps.record({ ...gap, job: 'quote', startedAt: monday + 7 });
    await db.exchangeDays.replace(
      [{ date: '2026-11-24', kind: 'closed', name: 'Mourning', origin: 'announcement' }],
      monday,
    );
    await db.archivedSessions.record(anArchivedSession());
    for (const at of [monday, monday - day]) await db.alerts.record(anAlert({ at }));

    t.deepEqual(withoutSizes((await db.status()).tables), [
      { table: 'market_data_cache', rows: 2, oldest: monday, newest: monday + 5 },
      { table: 'spy_quotes', rows: 2, oldest: monday - day, newest: monday },
      { table: 'option_contracts', rows: 8, oldest: monday - minute, newest: monday },
      { table: 'historical_prices', rows: 4, oldest: monday - 3 * day, newest: monday + 9 },
      { table: 'api_requests_log', rows: 2, oldest: monday + 1, newest: monday + 2 },
      { table: 'chain_polls', rows: 3, oldest: monday - minute, newest: monday + minute },
      { table: 'poll_gaps', rows: 2, oldest: monday, newest: monday + 7 },
      { table: 'chain_metrics', rows: 2, oldest: monday - minute, newest: monday + minute },
      { table: 'exchange_days', rows: 1, oldest: monday, newest: monday },
      { table: 'alerts', rows: 2, oldest: monday - day, newest: monday },
      { table: 'recomputed_metrics', rows: 0, oldest: null, newest: null },
      { table: 'archived_sessions', rows: 1, oldest: monday, newest: monday },
      { table: 'rebuilt_minutes', rows: 0, oldest: null, newest: null },
    ]);
  });
}
