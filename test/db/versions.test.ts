import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MikroORM } from '@mikro-orm/sqlite';
import test, { type ExecutionContext } from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { migrations } from '../../migrations/list.ts';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import { ormOptions } from '../../src/db/sqlite/orm-options.ts';
import { manualClock } from '../support/manual-clock.ts';
import { tempDir } from '../support/temp-dir.ts';
import { minute, monday } from './fixtures.ts';
import {
  archivedSession,
  bars,
  body,
  calls,
  chains,
  exchangeDay,
  gap,
  metrics,
  quotes,
  withoutModel,
  withoutTimes,
} from './versions/sample.ts';
import { lastInstant } from '../../src/market/calendar/instants.ts';

const folder = join(import.meta.dirname, 'versions');
/** Last migrations of the versions that left a dump. */
const versions = readdirSync(folder)
  .filter((file) => file.endsWith('.sql'))
  .map((file) => file.replace(/\.sql$/, ''));

async function databaseOf(t: ExecutionContext, version: string): Promise<string> {
  const path = join(await tempDir(t), 'spyglass.sqlite');
  const raw = new SqliteDatabase(path);
  raw.exec(readFileSync(join(folder, `${version}.sql`), 'utf8'));
  raw.close();
  return path;
}

/** Every row of a database's own tables. */
function rowsOf(path: string): Record<string, unknown[]> {
  const raw = new SqliteDatabase(path, { readonly: true });
  try {
    const tables = raw
      .prepare<[], string>(
        `select name from sqlite_schema where type = 'table' and name not like 'sqlite%' and name <> 'mikro_orm_migrations' order by name`,
      )
      .pluck()
      .all();
    return Object.fromEntries(tables.map((table) => [table, raw.prepare(`select * from ${table}`).all()]));
  } finally {
    raw.close();
  }
}

test('every schema but the newest has left a dump', (t) => {
  t.deepEqual(
    migrations
      .map(({ name }) => name)
      .slice(0, -1)
      .filter((name) => !versions.includes(name)),
    [],
  );
  t.true(versions.length > 0);
});

for (const version of versions) {
  test(`a database of ${version} is migrated, and everything in it can be read`, async (t) => {
    const path = await databaseOf(t, version);
    const db = await openDatabase({ path, clock: manualClock(monday + 10 * minute) });
    t.teardown(() => db.close());
    const index = migrations.findIndex(({ name }) => name === version);
    const isBeforeTimes = index < 4;
    for (const chain of chains) {
      const expected = isBeforeTimes ? withoutTimes.chain(chain) : chain;
      t.deepEqual(await db.chains.at('SPY', '2026-11-23', chain.timestamp), expected);
    }
    const lastQuote = quotes.at(-1)!;
    t.deepEqual(
      await db.quotes.latest('SPY', lastInstant),
      isBeforeTimes ? withoutTimes.quote(lastQuote) : lastQuote,
    );
    t.deepEqual(
      await db.quotes.ofDay('SPY', monday - minute, monday + 10 * minute, lastInstant),
      quotes.map(({ timestamp, price }) => ({ at: timestamp, price })),
    );
    for (const bar of bars) {
      t.deepEqual(await db.bars.range('SPY', bar.timeframe, bar.start, bar.start + 1, lastInstant), [bar]);
    }
    t.is((await db.cache.get('stockSnapshot:SPY', monday))?.body, body);
    t.deepEqual(await db.apiLog.since(0, lastInstant), calls);
    t.deepEqual(await db.gaps.ofSession('SPY', gap.sessionDate, lastInstant), [gap]);
    const older = index < 5 ? withoutModel(metrics) : metrics;
    const expectedLevels = isBeforeTimes ? withoutTimes.metrics(older) : older;
    t.deepEqual(await db.levels.at('SPY', lastInstant), index < 1 ? null : expectedLevels);
    t.deepEqual(await db.exchangeDays.all(lastInstant), index < 2 ? [] : [exchangeDay]);
    t.deepEqual(await db.archivedSessions.all(), index < 7 ? [] : [archivedSession]);
    const report = await db.maintenance.check('full');
    t.deepEqual(report.problems, []);
    t.is(report.schemaVersion, report.newestSchemaVersion);
    t.is((await db.status()).tables.find(({ table }) => table === 'option_contracts')?.rows, 8);
  });

  test(`a database of ${version} goes up, down and up again with its rows in place`, async (t) => {
    const path = await databaseOf(t, version);
    const before = rowsOf(path);
    const orm = new MikroORM(ormOptions(path));
    t.teardown(() => orm.close(true));
    await orm.migrator.up();
    const migrated = rowsOf(path);
    for (const table of Object.keys(before)) t.is(migrated[table]?.length, before[table]?.length, table);
    await orm.migrator.down({ to: version });
    t.deepEqual(rowsOf(path), before);
    await orm.migrator.up();
    t.deepEqual(rowsOf(path), migrated);
    await orm.migrator.down({ to: 0 });
    t.deepEqual(rowsOf(path), {});
    await orm.migrator.up();
    t.true(Object.values(rowsOf(path)).every((rows) => rows.length === 0));
  });
}

/** Versions that knew one underlying. */
const ofOneUnderlying = versions.filter((version) => version < 'Migration20261128092000_underlyings');

for (const version of ofOneUnderlying) {
  test(`a database of ${version} takes rows of every kind once it is migrated, and gives up only those on the way down`, async (t) => {
    const path = await databaseOf(t, version);
    const before = rowsOf(path);
    const orm = new MikroORM(ormOptions(path));
    t.teardown(() => orm.close(true));
    await orm.migrator.up();
    const migrated = rowsOf(path);
    const raw = new SqliteDatabase(path);
    const contract = (underlying: string, symbol: string) =>
      raw.exec(`insert into option_contracts (symbol, underlying, strike, option_type, expiration_date, timestamp)
        values ('${symbol}', '${underlying}', 600, 'call', '2026-12-18', ${monday})`);
    contract('I:SPX', 'SPX261218C00600000');
    contract('I:SPX', 'SPXW261218C00600000');
    contract('SPY', 'SPY1261218C00600000');
    raw.exec(
      `insert into spy_quotes (symbol, price, timestamp, received_at) values ('I:SPX', 6600, ${monday}, ${monday})`,
    );
    for (const underlying of ['SPY', 'QQQ', 'I:SPX']) {
      raw.exec(`insert into poll_gaps (underlying, job, session_date, started_at, reason)
        values ('${underlying}', 'quote', '2026-11-23', ${monday}, 'a test')`);
    }
    t.deepEqual(
      raw
        .prepare("select root from option_contracts where expiration_date = '2026-12-18' order by id")
        .pluck()
        .all(),
      [...['SPX', 'SPXW', 'SPY1']],
    );
    t.deepEqual(raw.pragma('integrity_check'), [{ integrity_check: 'ok' }]);
    // The gap of the underlying that is recorded most stays one.
    raw.exec("delete from poll_gaps where underlying = 'SPY' and reason = 'a test'");
    raw.close();
    await orm.migrator.down({ to: version });
    t.deepEqual(rowsOf(path), before);
    await orm.migrator.up();
    t.deepEqual(rowsOf(path), migrated);
  });
}

test('a migration that does not come to its end leaves the database as it was', async (t) => {
  const version = ofOneUnderlying.at(-1)!;
  const path = await databaseOf(t, version);
  const raw = new SqliteDatabase(path);
  // Another column of that name stops it after it has changed definitions.
  raw.exec('alter table chain_metrics add column dividends real');
  const before = rowsOf(path);
  const schemaOf = () => raw.prepare('select name, sql from sqlite_schema order by name').all();
  const schema = schemaOf();
  const orm = new MikroORM(ormOptions(path));
  await t.throwsAsync(orm.migrator.up(), { message: /duplicate column name: dividends/ });
  await orm.close(true);
  t.deepEqual(schemaOf(), schema);
  t.deepEqual(rowsOf(path), before);
  raw.exec('alter table chain_metrics drop column dividends');
  raw.close();
  const again = new MikroORM(ormOptions(path));
  t.teardown(() => again.close(true));
  await again.migrator.up();
  t.is((await again.migrator.getPending()).length, 0);
});
