import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { systemClock } from '../../../../src/base/clock.ts';
import type { SpyglassError } from '../../../../src/base/errors.ts';
import { copyFromStore, copyToStore } from '../../../../src/db/copy/copy-database.ts';
import type { CopyProgress } from '../../../../src/recordings/shared/copy-report.ts';
import { leaseStore, type StoreToCopy } from '../../../../src/db/copy/copied-store.ts';
import { createLease } from '../../../../src/db/postgres/desk/lease.ts';
import { lastInstant } from '../../../../src/market/calendar/instants.ts';
import { aDelivery } from '../../../recordings/contract/alert-deliveries.ts';
import { openTestStores, type TestPostgres } from '../../../support/postgres/test-store.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { aChain, aQuote, day, minute, monday, newDatabase, someLevels } from '../../fixtures.ts';
import { oldDatabase, rowsOf } from '../../old-database.ts';
import { recordSample } from '../../versions/sample.ts';
import type { OpenStore } from './open-store.ts';

const never = new AbortController().signal;
const run = { signal: never, onProgress: () => {} };

/** A database with rows in every table, closed. */
async function recorded(t: ExecutionContext): Promise<string> {
  const { db, path: file } = await newDatabase(t);
  await recordSample(db);
  await db.chains.record(aChain({ timestamp: monday + day, expiration: '2026-11-24' }));
  await db.quotes.record(aQuote({ timestamp: monday + day, receivedAt: monday + day, price: 660.000_000_1 }));
  await db.alertDeliveries.note(aDelivery());
  await db.cache.put('gone', 'quote', '{}', monday, monday + minute);
  const key = { underlying: 'SPY', date: '2026-11-23', expiration: '2026-11-23' };
  await db.rebuilt.begin({
    ...key,
    strikesPercent: 3,
    source: 'polygon',
    tier: 'unknown',
    startedAt: monday,
  });
  const contract = { symbol: 'SPY261123C00670000', strike: 670, optionType: 'call' as const };
  const bar = { start: monday, open: 2, high: 2.5, low: 1.5, close: 2, volume: 10, vwap: 1.95, trades: 3 };
  await db.rebuilt.list(key, [{ ...contract, sharesPerContract: 100, openInterest: 12 }], [bar], monday);
  await db.rebuilt.answered(key, contract.symbol, [bar], monday);
  await db.rebuilt.note(key, 'no bars of «SPY»');
  await db.rebuilt.modelled(key, {
    ...{ greeks: [], levels: [someLevels({ timestamp: monday + minute })], modelVersion: 4 },
    until: monday + minute,
  });
  await db.close();
  // The next row gets the id after the one that is gone.
  const raw = new SqliteDatabase(file);
  raw.exec(`delete from market_data_cache where cache_key = 'gone'`);
  raw.close();
  return file;
}

const withoutMigrations = ({ mikro_orm_migrations: _, ...rows }: Record<string, unknown[]>) => rows;

function lastIds(file: string): Map<string, number> {
  const raw = new SqliteDatabase(file, { readonly: true });
  const rows = raw.prepare<[], [string, number]>('select name, seq from sqlite_sequence').raw().all();
  raw.close();
  return new Map(rows);
}

/** What copying one database into a store and back must do. */
export function testCopy(openStore: OpenStore): void {
  const leased = async (postgres: TestPostgres, mayBeEmpty = true): Promise<StoreToCopy> => {
    const options = { clock: systemClock(), pid: 4711, signal: never, onWait: () => {}, mayBeEmpty };
    return await leaseStore({ name: 'postgres://test', ...postgres }, options);
  };
  const opened = async (t: ExecutionContext) => {
    const postgres = await openStore(t);
    const store = await leased(postgres);
    t.teardown(() => store.close());
    return { postgres, store };
  };

  test('a database that was copied into a store and back is the same, row by row', async (t) => {
    const file = await recorded(t);
    const { store } = await opened(t);
    const steps: CopyProgress[] = [];
    const there = await copyToStore(file, store, { ...run, onProgress: (step) => steps.push(step) });
    t.like(there, { isSame: true, from: file, to: 'postgres://test' });
    const empty = there.tables.filter(({ rows }) => rows === 0).map(({ table }) => table);
    t.deepEqual(empty, [], 'every table has rows here');
    for (const each of there.tables) {
      t.is(each.copied, each.rows, each.table);
      t.is(each.sourceHash, each.targetHash, each.table);
      t.deepEqual([each.missing, each.different, each.extra, each.refused], [0, 0, 0, []], each.table);
    }
    const contracts = there.tables.find(({ table }) => table === 'option_contracts');
    t.deepEqual(
      contracts?.dates?.map(({ date, rows }) => [date, rows]),
      [
        ['2026-11-23', 8],
        ['2026-11-24', 4],
      ],
    );
    t.is(steps.at(-1)?.done, there.copied);
    const again = await copyToStore(file, store, run);
    t.like(again, { isSame: true, copied: 0 });

    const copy = path.join(await tempDir(t), 'copy.sqlite');
    const back = await copyFromStore({ file: copy, pid: 4711 }, store, run);
    t.like(back, { isSame: true, copied: there.copied, to: copy, partial: null });
    t.deepEqual(withoutMigrations(rowsOf(copy)), withoutMigrations(rowsOf(file)));
    const given = lastIds(copy);
    for (const [table, id] of lastIds(file)) t.true(given.get(table)! >= id, table);
    await store.close();
  });

  test('what is recorded in a store after a copy gets ids of its own, and reads as if it had been recorded there', async (t) => {
    const file = await recorded(t);
    const { postgres, store } = await opened(t);
    const { tables } = await copyToStore(file, store, run);
    await store.close();
    const db = await openTestStores(postgres, t);
    t.deepEqual((await db.maintenance.check('full')).problems, []);
    t.is((await db.chains.latest('SPY', lastInstant))?.timestamp, monday + day);
    await db.chains.record(aChain({ timestamp: monday + day + minute, expiration: '2026-11-24' }));
    await db.quotes.record(aQuote({ timestamp: monday + day + minute, receivedAt: monday + day + minute }));
    const rows = tables.find(({ table }) => table === 'spy_quotes')!.rows;
    const { tables: now } = await db.status();
    t.is(now.find(({ table }) => table === 'spy_quotes')?.rows, rows + 1);
    await db.close();
  });

  test('a copy that was stopped goes on where it was', async (t) => {
    const file = await recorded(t);
    const { store } = await opened(t);
    const controller = new AbortController();
    let batches = 0;
    const onProgress = () => {
      batches += 1;
      if (batches === 2) controller.abort();
    };
    await t.throwsAsync(copyToStore(file, store, { signal: controller.signal, onProgress }));
    const rest = await copyToStore(file, store, run);
    t.true(rest.isSame);
    const copied = rest.tables.filter((each) => each.copied > 0);
    t.is(copied.length, rest.tables.length - 2);

    const target = path.join(await tempDir(t), 'copy.sqlite');
    const second = new AbortController();
    const stop = { signal: second.signal, onProgress: () => second.abort() };
    await t.throwsAsync(copyFromStore({ file: target, pid: 1 }, store, stop));
    t.false(existsSync(target));
    const back = await copyFromStore({ file: target, pid: 1 }, store, run);
    t.true(back.isSame);
    t.is(back.tables.find(({ table }) => table === 'option_contracts')?.copied, 4, 'the second date alone');
    t.deepEqual(readdirSync(path.dirname(target)).sort(), ['copy.sqlite', 'copy.sqlite.lock']);
    t.deepEqual(withoutMigrations(rowsOf(target)), withoutMigrations(rowsOf(file)));
    await store.close();
  });

  test('rows that differ are counted by table and date, and stay as they are', async (t) => {
    const file = await recorded(t);
    const { postgres, store } = await opened(t);
    await copyToStore(file, store, run);
    const { connection } = postgres;
    await connection.run(
      `update option_contracts set bid = 9.99 where trade_date = '2026-11-23' and bid = 1.01`,
    );
    await connection.run('update poll_gaps set ended_at = ended_at + 1');
    await connection.run('update exchange_days set id = id + 7');
    await connection.run(
      `insert into api_requests_log (endpoint, method, timestamp) values ('/later', 'GET', ${monday})`,
    );
    const report = await copyToStore(file, store, run);
    t.false(report.isSame);
    const odd = report.tables.filter(
      ({ sourceHash, targetHash, extra }) => sourceHash !== targetHash || extra,
    );
    t.deepEqual(
      odd.map(({ table, different, missing, extra }) => ({ table, different, missing, extra })),
      [
        { table: 'option_contracts', different: 2, missing: 0, extra: 0 },
        { table: 'api_requests_log', different: 0, missing: 0, extra: 1 },
        { table: 'exchange_days', different: 0, missing: 1, extra: 1 },
        { table: 'poll_gaps', different: 1, missing: 0, extra: 0 },
      ],
    );
    t.deepEqual(
      odd[0]!.dates?.map(({ date, different }) => [date, different]),
      [
        ['2026-11-23', 2],
        ['2026-11-24', 0],
      ],
    );
    const kept = await connection.get<{ rows: number }>(
      'select count(*) as rows from option_contracts where bid = 9.99',
    );
    t.is(kept?.rows, 2);
    await store.close();
  });

  test('a row that the store refuses is left out with the reason, and the rest is copied', async (t) => {
    const file = await recorded(t);
    const raw = new SqliteDatabase(file);
    raw.prepare(`update poll_gaps set reason = 'a' || char(0) || 'b'`).run();
    raw.close();
    const { store } = await opened(t);
    const report = await copyToStore(file, store, run);
    const odd = report.tables.filter(({ missing }) => missing > 0);
    t.deepEqual(
      odd.map(({ table, missing, copied }) => [table, missing, copied]),
      [['poll_gaps', 1, 0]],
    );
    t.regex(odd[0]!.refused[0]!, /0x00/);
    await store.close();
  });

  test('a simulated market, an older schema and a missing database are not copied', async (t) => {
    const { store } = await opened(t);
    const { db, path: file } = await newDatabase(t);
    await db.quotes.record(aQuote({ source: 'simulator' }));
    await db.close();
    const codeOf = async (database: string) =>
      (await t.throwsAsync<SpyglassError>(copyToStore(database, store, run))).code;
    t.is(await codeOf(file), 'usage');
    const older = oldDatabase(path.join(await tempDir(t), 'older.sqlite'));
    const error = await t.throwsAsync<SpyglassError>(copyToStore(older, store, run));
    t.is(error.code, 'database_broken');
    t.regex(error.hint, /spyglass db migrate/);
    t.is(await codeOf(path.join(path.dirname(file), 'nowhere.sqlite')), 'no_data');
    await store.close();
  });

  test('a new database replaces no file, needs room, and is made by one copy at a time', async (t) => {
    const { store } = await opened(t);
    await copyToStore(await recorded(t), store, run);
    const directory = await tempDir(t);
    const file = path.join(directory, 'letter.txt');
    writeFileSync(file, 'dear all');
    const codeOf = async (target: Parameters<typeof copyFromStore>[0]) =>
      (await t.throwsAsync<SpyglassError>(copyFromStore(target, store, run))).code;
    t.is(await codeOf({ file, pid: 1 }), 'usage');
    const fresh = path.join(directory, 'new.sqlite');
    t.is(await codeOf({ file: fresh, pid: 1, freeBytes: () => 1000 }), 'database_full');
    t.false(existsSync(`${fresh}.partial`));
    t.is(await codeOf({ file: path.join(directory, 'nowhere', 'new.sqlite'), pid: 1 }), 'data_dir');
    const first = copyFromStore({ file: fresh, pid: 1 }, store, run);
    const second = await t.throwsAsync<SpyglassError>(copyFromStore({ file: fresh, pid: 2 }, store, run));
    t.is(second.code, 'database_locked');
    t.true((await first).isSame);
    await store.close();
  });

  test('nobody else records while rows are copied', async (t) => {
    const { postgres, store } = await opened(t);
    const lease = createLease(postgres.connection, 'live');
    t.regex((await lease.state()).holder!, /^db copy on .+ \(4711\)$/);
    t.false('renew' in (await lease.acquire({ name: 'server1 (12)' }, 1000)));
    await store.close();
    t.true('renew' in (await lease.acquire({ name: 'server1 (12)' }, 60_000)));
    const error = await t.throwsAsync<SpyglassError>(leased(postgres));
    t.is(error.code, 'lease_held');
    t.regex(error.message, /^server1 \(12\) records on postgres:\/\/test$/);
  });
}
