import test, { type ExecutionContext, type TestFn } from 'ava';
import { seededRandom } from '../../../src/base/random.ts';
import { retentionCutoffs } from '../../../src/daemon/recording/retention-cutoffs.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import { addDays, newYorkDate, newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { Chain } from '../../../src/market/quotes/chain.ts';
import type { Recording } from '../../../src/recordings/recording.ts';
import type { PruneReport } from '../../../src/recordings/reports.ts';
import type { Cutoffs } from '../../../src/recordings/retention.ts';
import {
  aBar,
  aChain,
  aContract,
  anAlert,
  aQuote,
  day,
  minute,
  monday,
  recordLevels,
  someLevels,
  statedContractRows,
} from '../../db/fixtures.ts';

/** A recording, and what its adapter alone can do. */
export interface OpenedForRetention {
  db: Recording;
  /** Rows of `option_contracts`, counted one by one. */
  countContractRows(): Promise<number>;
  /** Runs a statement behind the recording's back; gives the rows that it changed. */
  change(statement: string): Promise<number>;
}

/** Opens a new, empty recording of the adapter under test; it is closed when the test is over. */
export type OpenForRetention = (t: ExecutionContext) => Promise<OpenedForRetention>;

const rowsOf = (report: PruneReport) =>
  Object.fromEntries(report.tables.filter(({ rows }) => rows > 0).map(({ table, rows }) => [table, rows]));

/** Rows of every table, those of contracts counted one by one. */
async function countsOf({ db, countContractRows }: OpenedForRetention): Promise<Record<string, number>> {
  const counts = Object.fromEntries((await db.status()).tables.map(({ table, rows }) => [table, rows]));
  return { ...counts, option_contracts: await countContractRows() };
}

function minus(before: Record<string, number>, after: Record<string, number>) {
  const changes = Object.entries(before).map(([table, rows]) => [table, rows - (after[table] ?? 0)] as const);
  return Object.fromEntries(changes.filter(([, rows]) => rows !== 0));
}

const sessions = (from: string, to: string) => {
  const dates: string[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) {
    const weekday = new Date(`${date}T12:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== 6) dates.push(date);
  }
  return dates;
};

/** Sessions before and after the cutoff of 30 days, and the last ones. */
const aroundCutoff = [...sessions('2026-10-12', '2026-10-27'), ...sessions('2026-11-19', '2026-11-20')];

/** 0-DTE chains of every session, each polled the evening before too, and a far expiry polled every day. */
async function recordSessions(db: Recording, dates: readonly string[]): Promise<Chain[]> {
  const random = seededRandom('retention');
  const chains: Chain[] = [];
  const poll = async (expiration: string, timestamp: number) => {
    const contracts = [670, 671, 672].flatMap((strike) =>
      (['call', 'put'] as const).map((optionType) =>
        aContract({ strike, optionType, bid: random.integer(1, 3) / 100, quotedAt: null }, expiration),
      ),
    );
    const chain = aChain({ expiration, timestamp, contracts: contracts.filter(() => random.next() > 0.1) });
    await db.chains.record(chain);
    chains.push(chain);
  };
  for (const date of dates) {
    const next = sessions(addDays(date, 1), addDays(date, 4))[0]!;
    for (const time of ['09:30', '12:00', '16:00'] as const) await poll(date, newYorkInstant(date, time));
    for (const time of ['16:30', '19:00'] as const) await poll(next, newYorkInstant(date, time));
    for (const time of ['10:00', '15:00'] as const) await poll('2027-03-19', newYorkInstant(date, time));
  }
  return chains;
}

async function assertExactFrom(t: ExecutionContext, db: Recording, chains: Chain[], from: number) {
  const expirations = [...new Set(chains.map(({ expiration }) => expiration))];
  const instants = [from, from + 1, ...chains.map(({ timestamp }) => timestamp), monday + 5 * day];
  let checked = 0;
  for (const expiration of expirations) {
    // A chain that expired before the first day kept is no longer there.
    if (expiration < newYorkDate(from)) {
      t.is(await db.chains.at('SPY', expiration, monday), null, expiration);
      continue;
    }
    const own = chains.filter((chain) => chain.expiration === expiration);
    for (const at of instants.filter((instant) => instant >= from)) {
      const expected = own.findLast(({ timestamp }) => timestamp <= at) ?? null;
      t.deepEqual(
        await db.chains.at('SPY', expiration, at),
        expected,
        `${expiration} at ${new Date(at).toISOString()}`,
      );
      checked += 1;
    }
  }
  t.true(checked > 100);
}

const nothing: Cutoffs = {
  market_data_cache: null,
  spy_quotes: null,
  option_contracts: null,
  api_requests_log: null,
  alerts: null,
};

/** What retention must do, on any recording. */
export function testRetention(open: OpenForRetention, declare: TestFn = test): void {
  declare('what a plan says is what goes, and no kept instant changes', async (t) => {
    const opened = await open(t);
    const { db } = opened;
    const chains = await recordSessions(db, aroundCutoff);
    for (const age of [1, 29, 30, 31, 89, 91, 120]) {
      await db.quotes.record(
        aQuote({ price: 600 + age, timestamp: monday - age * day, receivedAt: monday - age * day }),
      );
      await db.alerts.record(anAlert({ at: monday - age * day }));
      await db.apiLog.record({
        endpoint: '/v3/quotes',
        method: 'GET',
        statusCode: 200,
        responseTimeMs: 1,
        error: null,
        timestamp: monday - age * day,
      });
    }
    await db.cache.put('old', 'quote', JSON.stringify('x'.repeat(5000)), monday - 10, monday);
    await db.cache.put('new', 'quote', '{}', monday - 10, monday + 1);
    await db.bars.upsert([aBar({ start: monday - 400 * day })], monday);
    await recordLevels(db, someLevels({ expiration: '2025-10-20', timestamp: monday - 400 * day }));
    await db.gaps.record({
      underlying: 'SPY',
      job: 'chain',
      sessionDate: '2025-01-02',
      startedAt: monday - 400 * day,
      endedAt: null,
      reason: 'asleep',
    });

    const before = await countsOf(opened);
    const cutoffs = retentionCutoffs(monday);
    const plan = await db.retention.plan(cutoffs, monday);
    t.true(plan.isDryRun);
    t.is(plan.freedBytes, 0);
    t.deepEqual(await countsOf(opened), before, 'a plan removes nothing');
    t.is(rowsOf(plan).market_data_cache, 1);
    t.is(rowsOf(plan).spy_quotes, 2);
    t.is(rowsOf(plan).api_requests_log, 4);
    t.is(rowsOf(plan).alerts, 2);
    t.true(rowsOf(plan).option_contracts! > 100);
    t.true(rowsOf(plan).chain_polls! > 50);
    t.is(
      plan.rows,
      plan.tables.reduce((sum, { rows }) => sum + rows, 0),
    );
    const options = plan.tables.find(({ table }) => table === 'option_contracts')!;
    t.is(options.cutoff, cutoffs.option_contracts);
    t.is(options.oldest, chains[0]!.timestamp);
    t.is(options.total, before.option_contracts!);
    t.true(options.bytes > options.rows * 100);
    const kept = plan.tables
      .filter(({ cutoff }) => cutoff === null)
      .map(({ table, rows, oldest }) => ({ table, rows, oldest }));
    t.deepEqual(kept, [
      { table: 'historical_prices', rows: 0, oldest: null },
      { table: 'poll_gaps', rows: 0, oldest: null },
      { table: 'chain_metrics', rows: 0, oldest: null },
      { table: 'exchange_days', rows: 0, oldest: null },
      { table: 'recomputed_metrics', rows: 0, oldest: null },
      { table: 'archived_sessions', rows: 0, oldest: null },
      { table: 'rebuilt_minutes', rows: 0, oldest: null },
    ]);

    const report = await db.retention.execute(plan);
    t.false(report.isDryRun);
    t.deepEqual(rowsOf(report), rowsOf(plan));
    t.deepEqual(minus(before, await countsOf(opened)), rowsOf(plan));
    t.is(report.rows, plan.rows);
    t.is(report.bytes, plan.bytes);
    await assertExactFrom(t, db, chains, cutoffs.option_contracts!);
    t.is((await db.retention.plan(cutoffs, monday)).rows, 0, 'a second run finds nothing');
    t.deepEqual(
      (await db.quotes.ofDay('SPY', 0, monday, lastInstant)).map(({ price }) => price),
      [689, 631, 630, 629, 601],
    );
    t.is(await db.cache.get('old', monday), null);
    t.not(await db.cache.get('new', monday), null);
  });

  declare(
    'every cutoff within the recording, at midnight or not, keeps each later instant exact',
    async (t) => {
      const opened = await open(t);
      const { db } = opened;
      const chains = await recordSessions(db, sessions('2026-11-09', '2026-11-18'));
      const cutoffs = [
        newYorkInstant('2026-11-10', '00:00'),
        newYorkInstant('2026-11-11', '13:00'),
        newYorkInstant('2026-11-12', '16:30'),
        newYorkInstant('2026-11-16', '00:00'),
      ];
      for (const cutoff of cutoffs) {
        const plan = await db.retention.plan({ ...nothing, option_contracts: cutoff }, monday);
        const before = await countsOf(opened);
        const report = await db.retention.execute(plan);
        t.true(plan.rows > 0);
        t.deepEqual(minus(before, await countsOf(opened)), rowsOf(report));
        t.deepEqual(rowsOf(report), rowsOf(plan));
        await assertExactFrom(t, db, chains, cutoff);
        t.is(await statedContractRows(db), await opened.countContractRows(), 'the status counts right');
      }
    },
  );

  declare('tables that are kept for ever lose nothing', async (t) => {
    const opened = await open(t);
    const { db } = opened;
    await recordSessions(db, sessions('2026-11-09', '2026-11-13'));
    await db.quotes.record(aQuote({ timestamp: 1_000_000_000_000 }));
    await recordLevels(db, someLevels({ timestamp: 1_000_000_000_000 }));
    const before = await countsOf(opened);
    const plan = await db.retention.plan(nothing, monday);
    t.is(plan.rows, 0);
    t.is((await db.retention.execute(plan)).rows, 0);
    t.deepEqual(await countsOf(opened), before);
  });

  declare('recording goes on exactly over a prune of the same chains', async (t) => {
    const opened = await open(t);
    const { db } = opened;
    const chains = await recordSessions(db, sessions('2026-11-09', '2026-11-13'));
    const far = chains.findLast(({ expiration }) => expiration === '2027-03-19')!;
    const cutoff = newYorkInstant('2026-11-12', '00:00');
    let polls = 0;
    await db.retention.execute(await db.retention.plan({ ...nothing, option_contracts: cutoff }, monday), {
      yieldBetween: async () => {
        polls += 1;
        const next = { ...far, timestamp: far.timestamp + polls * minute, underlyingPrice: 600 + polls };
        await db.chains.record(next);
        chains.push(next);
      },
    });
    const expired = chains.find(({ expiration }) => expiration === '2026-11-10')!;
    const late = { ...expired, timestamp: monday };
    t.is(
      (await db.chains.record(late)).stored,
      late.contracts.length,
      'a chain that was removed begins anew',
    );
    t.deepEqual(await db.chains.at('SPY', '2026-11-10', monday), late);
    t.deepEqual(
      await db.chains.at('SPY', '2027-03-19', monday),
      chains.findLast((chain) => chain.expiration === '2027-03-19'),
    );
  });

  declare(
    'a prune that is called off says what went until then, and what is left is whole or gone',
    async (t) => {
      const opened = await open(t);
      const { db } = opened;
      const chains = await recordSessions(db, aroundCutoff);
      for (let quote = 0; quote < 200; quote++) {
        await db.quotes.record(
          aQuote({
            price: 600 + quote / 100,
            timestamp: monday - 100 * day + quote,
            receivedAt: monday - 100 * day + quote,
          }),
        );
      }
      const cutoffs = retentionCutoffs(monday);
      const plan = await db.retention.plan(cutoffs, monday);
      const before = await countsOf(opened);
      const controller = new AbortController();
      const report = await db.retention.execute(plan, {
        signal: controller.signal,
        yieldBetween: () => Promise.resolve(controller.abort()),
      });
      t.true(report.rows > 0 && report.rows < plan.rows, `${report.rows} of ${plan.rows}`);
      t.deepEqual(minus(before, await countsOf(opened)), rowsOf(report));
      const kept = cutoffs.option_contracts!;
      const sample = chains.filter(({ timestamp }) => timestamp >= kept);
      for (const chain of sample)
        t.deepEqual(await db.chains.at('SPY', chain.expiration, chain.timestamp), chain);
      await db.retention.execute(plan);
      t.deepEqual(minus(before, await countsOf(opened)), rowsOf(plan), 'the next run finishes it');
      t.is(await statedContractRows(db), await opened.countContractRows());
    },
  );
}
