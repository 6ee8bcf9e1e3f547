import test from 'ava';
import { datesWithPartitions } from '../../../../src/db/postgres/partition-dates.ts';
import { newYorkInstant } from '../../../../src/market/calendar/new-york-time.ts';
import type { Recording } from '../../../../src/recordings/recording.ts';
import type { PruneReport } from '../../../../src/recordings/reports.ts';
import { archive, keptFrom } from '../../../recordings/contract/archived-days.ts';
import { openTestStores } from '../../../support/postgres/test-store.ts';
import { aChain, aQuote, monday, statedContractRows } from '../../fixtures.ts';
import { recordLeaningDays } from './chains.ts';
import type { OpenStore } from './open-store.ts';

const dates = ['2026-11-16', '2026-11-17', '2026-11-18'] as const;
const noon = (date: string) => newYorkInstant(date, '12:00');

/** Each date's own chain and a quote; the evening before it the chain has been polled on the date before. */
async function recordDates(db: Recording) {
  for (const [index, date] of dates.entries()) {
    await db.chains.record(aChain({ expiration: date, timestamp: noon(date) }));
    const next = dates[index + 1];
    if (next) await db.chains.record(aChain({ expiration: next, timestamp: newYorkInstant(date, '18:00') }));
    await db.quotes.record(
      aQuote({ price: 600 + index, receivedAt: noon(date), timestamp: noon(date) - 400 }),
    );
  }
}

const prune = async (db: Recording, from: string, onlyArchived = false) =>
  db.retention.execute(await db.retention.plan(keptFrom(from), monday, { onlyArchived }));

const rowsOf = (report: PruneReport, name: string) => report.tables.find(({ table }) => table === name)!.rows;

/** What retention does with the partitions of PostgreSQL. */
export function testPartitions(open: OpenStore): void {
  test('a trade date of which every row goes is dropped with its partitions', async (t) => {
    const store = await open(t);
    const db = await openTestStores(store, t);
    await recordDates(db);
    const left = async () => ({
      contracts: await datesWithPartitions(store.connection, 'option_contracts'),
      polls: await datesWithPartitions(store.connection, 'chain_polls'),
      quotes: await datesWithPartitions(store.connection, 'spy_quotes'),
    });
    const report = await prune(db, '2026-11-17');
    // The chain of the 17th, as it was polled on the evening before, holds at the first kept instant.
    t.is(rowsOf(report, 'option_contracts'), 4);
    t.deepEqual(await left(), { contracts: [...dates], polls: [...dates], quotes: dates.slice(1) });
    t.is((await db.chains.at('SPY', '2026-11-17', noon('2026-11-17') - 1))?.contracts.length, 4);
    const next = await prune(db, '2026-11-18');
    t.is(rowsOf(next, 'option_contracts'), 8);
    t.is(rowsOf(next, 'chain_polls'), 2);
    t.deepEqual(await left(), { contracts: dates.slice(1), polls: dates.slice(1), quotes: dates.slice(2) });
    t.is(await statedContractRows(db), 8);
    const again = aChain({ expiration: '2026-11-16', timestamp: noon('2026-11-16') });
    t.is((await db.chains.record(again)).stored, 4, 'a date may come back');
    t.deepEqual(await db.chains.at('SPY', '2026-11-16', monday), again);
  });

  test('of a date that one symbol waits on only the rows of the others go', async (t) => {
    const store = await open(t);
    const db = await openTestStores(store, t);
    await recordDates(db);
    const quotes = dates.map((date, index) =>
      aQuote({ symbol: 'QQQ', price: 500 + index, receivedAt: noon(date), timestamp: noon(date) - 400 }),
    );
    for (const quote of quotes) await db.quotes.record(quote);
    await archive(
      db,
      dates.map((date) => ({ underlying: 'SPY', date })),
    );
    await archive(db, [{ underlying: 'QQQ', date: '2026-11-16' }]);
    const report = await prune(db, '2026-11-18', true);
    t.is(rowsOf(report, 'spy_quotes'), 3);
    t.deepEqual(await datesWithPartitions(store.connection, 'spy_quotes'), dates.slice(1));
    t.deepEqual(await db.sessions.quotes({ underlying: 'QQQ', date: '2026-11-17' }), [quotes[1]!]);
    t.deepEqual(await db.sessions.quotes({ underlying: 'SPY', date: '2026-11-17' }), []);
  });

  test('rows of earlier dates that a chain leans on stay until it has expired', async (t) => {
    const store = await open(t);
    const db = await openTestStores(store, t);
    const chains = await recordLeaningDays(store, db);
    const report = await prune(db, '2026-11-25');
    t.is(rowsOf(report, 'option_contracts'), 2);
    t.is(rowsOf(report, 'chain_polls'), 2);
    const { expiration } = chains[3]!;
    t.deepEqual(await db.chains.at('SPY', expiration, chains[2]!.timestamp), chains[2]!);
    t.deepEqual(await db.chains.at('SPY', expiration, chains[3]!.timestamp), chains[3]!);
    t.deepEqual(await datesWithPartitions(store.connection, 'option_contracts'), [
      ...['2026-11-23', '2026-11-24', '2026-11-25'],
    ]);
    t.is(await statedContractRows(db), 5);
    await prune(db, '2026-11-26');
    t.deepEqual(await datesWithPartitions(store.connection, 'option_contracts'), []);
  });

  test('a partition that a read keeps loses its rows at once, and goes with the next run', async (t) => {
    const store = await open(t);
    // PostgreSQL in this process has one session.
    if (store.url === null) return t.pass();
    const db = await openTestStores(store, t);
    await recordDates(db);
    const partitions = () => datesWithPartitions(store.connection, 'option_contracts');
    await store.connection.snapshot(async (sql) => {
      await sql.get('select symbol from option_contracts limit 1');
      const report = await prune(db, '2026-11-18');
      t.is(rowsOf(report, 'option_contracts'), 12);
      t.true((await partitions()).includes('2026-11-16'));
    });
    t.is(await statedContractRows(db), 8);
    t.is(rowsOf(await prune(db, '2026-11-18'), 'option_contracts'), 0);
    t.deepEqual(await partitions(), dates.slice(1));
  });
}
