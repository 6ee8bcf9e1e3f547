import test from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { retentionCutoffs } from '../../../src/daemon/recording/retention-cutoffs.ts';
import type { PruneReport } from '../../../src/recordings/reports.ts';
import { type OpenForRetention, testRetention } from '../../recordings/contract/retention.ts';
import { testRetentionArchived } from '../../recordings/contract/retention-archived.ts';
import { aChain, aContract, countContractRows, day, minute, monday, newDatabase } from '../fixtures.ts';

const open: OpenForRetention = async (t) => {
  const { db, path } = await newDatabase(t);
  return {
    db,
    countContractRows: async () => countContractRows(path),
    async change(statement) {
      const raw = new SqliteDatabase(path);
      try {
        return raw.prepare(statement).run().changes;
      } finally {
        raw.close();
      }
    },
  };
};

testRetention(open);
testRetentionArchived(open);

const rowsOf = (report: PruneReport) =>
  Object.fromEntries(report.tables.filter(({ rows }) => rows > 0).map(({ table, rows }) => [table, rows]));

test('the default cutoffs are 90, 30 and 30 days, at midnight in New York for the market’s tables', (t) => {
  t.deepEqual(retentionCutoffs(monday), {
    market_data_cache: monday,
    spy_quotes: Date.parse('2026-08-25T04:00:00Z'),
    option_contracts: Date.parse('2026-10-24T04:00:00Z'),
    api_requests_log: monday - 30 * day,
    alerts: Date.parse('2026-08-25T04:00:00Z'),
  });
});

test('a large prune works in chunks, lets others in between, and gives its pages back', async (t) => {
  const { db, path } = await newDatabase(t);
  for (let poll = 0; poll < 60; poll++) {
    const contracts = Array.from({ length: 200 }, (_, index) =>
      aContract({ strike: 500 + index, bid: 1 + poll / 100 }, '2026-10-01'),
    );
    await db.chains.record(
      aChain({ expiration: '2026-10-01', timestamp: monday - 60 * day + poll * minute, contracts }),
    );
  }
  let turns = 0;
  const sizeBefore = (await db.status()).bytes;
  const plan = await db.retention.plan(retentionCutoffs(monday), monday);
  const report = await db.retention.execute(plan, {
    yieldBetween: () => {
      turns += 1;
      return Promise.resolve();
    },
  });
  t.is(rowsOf(report).option_contracts, 12_000);
  t.true(turns >= 5, `${turns} turns`);
  t.is(report.freedBytes, sizeBefore - (await db.status()).bytes);
  t.true(report.freedBytes > 1_000_000, `${report.freedBytes} bytes`);
  t.true(
    Math.abs(plan.bytes / report.freedBytes - 1) < 0.5,
    `estimated ${plan.bytes}, freed ${report.freedBytes}`,
  );
  await db.close();
  const raw = new SqliteDatabase(path, { readonly: true });
  t.teardown(() => raw.close());
  t.is(raw.pragma('freelist_count', { simple: true }), 0);
});
