import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import SqliteDatabase from 'better-sqlite3';
import type { SpyglassError } from '../../../src/base/errors.ts';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import { openForReading } from '../../../src/db/sqlite/open-for-reading.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { aChain, aContract, aQuote, minute, monday, newDatabase, spoilPages } from '../fixtures.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';

test('a sound database passes both checks', async (t) => {
  const { db } = await newDatabase(t);
  await db.chains.record(aChain());
  for (const depth of ['quick', 'full'] as const) {
    const report = await db.maintenance.check(depth);
    t.deepEqual(report.problems, []);
    t.true(report.isOk);
    t.is(report.journalMode, 'wal');
    t.is(report.schemaVersion, report.newestSchemaVersion);
    t.is(report.bytes, (await db.status()).bytes);
  }
});

test('a full check finds an index that does not match its table', async (t) => {
  const { db, path, clock } = await newDatabase(t);
  await db.quotes.record(aQuote());
  await db.close();
  const raw = new SqliteDatabase(path);
  raw.unsafeMode(true);
  raw.pragma('writable_schema = ON');
  raw
    .prepare(
      `update sqlite_schema set sql = replace(sql, '(\`timestamp\`)', '(\`received_at\`)') where name = 'idx_spy_quotes_timestamp'`,
    )
    .run();
  raw.close();
  const again = await openDatabase({ path, clock });
  t.teardown(() => again.close());
  const report = await again.maintenance.check('full');
  t.false(report.isOk);
  t.regex(report.problems.join('\n'), /idx_spy_quotes_timestamp/);
});

test('damaged pages are told of line by line', async (t) => {
  const { db, path } = await newDatabase(t);
  const contracts = Array.from({ length: 300 }, (_, strike) => aContract({ strike: 500 + strike }));
  await db.chains.record(aChain({ contracts }));
  await db.close();
  spoilPages(path, 'option_contracts');
  const reader = await openForReading({ path });
  t.teardown(() => reader.close());
  const { isOk, problems } = await reader.maintenance.check('quick');
  t.false(isOk);
  t.true(problems.length > 3, problems.join('\n'));
  for (const line of problems) t.regex(line, /^Tree \d+ page \d+.*: \S.*$/);
});

test('a backup is the database as it is, for its owner only, and opens as one', async (t) => {
  const { db } = await newDatabase(t);
  const chain = aChain();
  await db.chains.record(chain);
  const file = join(await tempDir(t), 'backup.sqlite');
  const report = await db.maintenance.backup(file);
  t.deepEqual(report, { path: file, bytes: statSync(file).size });
  t.is(statSync(file).mode & 0o777, 0o600);
  const copy = await openDatabase({ path: file, clock: manualClock(monday) });
  t.teardown(() => copy.close());
  t.deepEqual(await copy.chains.latest('SPY', lastInstant), chain);
  t.true((await copy.maintenance.check('full')).isOk);
});

test('recording goes on during a backup, which holds whole polls', async (t) => {
  const { db } = await newDatabase(t);
  const poll = (index: number) =>
    aChain({
      timestamp: monday + index * minute,
      contracts: Array.from({ length: 300 }, (_, strike) =>
        aContract({ strike: 500 + strike, bid: 1 + index / 100 }),
      ),
    });
  for (let index = 0; index < 20; index++) await db.chains.record(poll(index));
  const file = join(await tempDir(t), 'backup.sqlite');
  const copying = db.maintenance.backup(file);
  for (let index = 20; index < 40; index++) {
    await new Promise((resolve) => setImmediate(resolve));
    await db.chains.record(poll(index));
  }
  await copying;
  const copy = await openDatabase({ path: file, clock: manualClock(monday + 60 * minute) });
  t.teardown(() => copy.close());
  const last = (await copy.chains.latest('SPY', lastInstant))!.timestamp;
  t.true(last >= monday + 19 * minute);
  t.deepEqual(await copy.chains.latest('SPY', lastInstant), poll((last - monday) / minute));
  t.deepEqual(await db.chains.at('SPY', '2026-11-23', monday + 39 * minute), poll(39));
});

test('a backup replaces no file', async (t) => {
  const { db, path } = await newDatabase(t);
  const file = join(await tempDir(t), 'letter.txt');
  writeFileSync(file, 'dear all');
  for (const target of [file, path]) {
    const error = await t.throwsAsync<SpyglassError>(db.maintenance.backup(target));
    t.is(error.code, 'usage');
    t.regex(error.message, /exists already/);
  }
  t.is(statSync(file).size, 8);
  t.true((await db.maintenance.check()).isOk);
});

test('a backup into a directory that is not there leaves nothing behind', async (t) => {
  const { db } = await newDatabase(t);
  const file = join(await tempDir(t), 'nowhere', 'backup.sqlite');
  t.is((await t.throwsAsync<SpyglassError>(db.maintenance.backup(file))).code, 'data_dir');
  t.false(existsSync(file));
});
