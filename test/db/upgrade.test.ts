import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { migrations } from '../../migrations/list.ts';
import { connect } from '../../src/db/sqlite/connection.ts';
import { createFiles } from '../../src/db/sqlite/files/database-files.ts';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import { openForReading } from '../../src/db/sqlite/open-for-reading.ts';
import { manualClock } from '../support/manual-clock.ts';
import { tempDir } from '../support/temp-dir.ts';
import { aBar, aChain, someLevels, aQuote, minute, monday, putLevels } from './fixtures.ts';
import { withoutTimes } from './versions/sample.ts';
import { lastInstant } from '../../src/market/calendar/instants.ts';

const first = migrations[0]!.name;

/** A database with rows in every table of the first version, as that version leaves it. */
async function versionOne(t: ExecutionContext) {
  const path = createFiles(join(await tempDir(t), 'spyglass.sqlite'));
  const clock = manualClock(monday + 5 * minute);
  const db = await openDatabase({ path, clock });
  await db.quotes.record(aQuote());
  await db.chains.record(aChain());
  await db.chains.record(aChain({ timestamp: monday + minute, underlyingPrice: 671.5 }));
  await db.bars.upsert([aBar()], monday);
  await db.cache.put('k', 'quote', '{}', monday, monday + minute);
  await db.gaps.record({
    ...{ underlying: 'SPY', job: 'chain', sessionDate: '2026-11-23', reason: 'asleep' },
    ...{ startedAt: monday, endedAt: monday + minute },
  });
  await db.close();
  const { orm, native } = await connect(path);
  await orm.migrator.down({ to: first });
  const dump = () =>
    native
      .prepare<[], string>(
        `select name from sqlite_schema where type = 'table' and name not like 'sqlite%' and name not like 'mikro%'`,
      )
      .pluck()
      .all()
      .map((table) => [table, native.prepare(`select * from ${table} order by id`).all()] as const);
  const rows = dump();
  t.is(rows.length, 7);
  t.true(rows.every(([table, found]) => found.length > 0 || table === 'api_requests_log'));
  await orm.close(true);
  return { path, clock, rows };
}

test('a database of the first version is brought up to date with every row in place', async (t) => {
  const { path, clock, rows } = await versionOne(t);
  const db = await openDatabase({ path, clock });
  t.teardown(() => db.close());
  t.is((await db.status()).schemaVersion, migrations.at(-1)!.name);
  t.deepEqual(await db.chains.at('SPY', '2026-11-23', monday), withoutTimes.chain(aChain()));
  t.is(await db.levels.at('SPY', lastInstant), null);
  putLevels(path, someLevels());
  t.deepEqual(await db.levels.at('SPY', lastInstant), someLevels());
  await db.close();
  const { orm, native } = await connect(path);
  t.teardown(() => orm.close(true));
  for (const [table, before] of rows) {
    // Columns that a later version added are not among those that were there.
    const columns = Object.keys((before[0] ?? {}) as object).join(', ') || '*';
    t.deepEqual(native.prepare(`select ${columns} from ${table} order by id`).all(), before, table);
  }
});

test('who only reads does not change a database of the first version, and says what to do', async (t) => {
  const { path } = await versionOne(t);
  await t.throwsAsync(openForReading({ path }), {
    code: 'database_broken',
    message: /older schema/,
  });
});
