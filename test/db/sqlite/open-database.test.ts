import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import SqliteDatabase from 'better-sqlite3';
import type { SpyglassError } from '../../../src/base/errors.ts';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import { openForReading } from '../../../src/db/sqlite/open-for-reading.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { aChain, aQuote, monday, newDatabase } from '../fixtures.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';

const clock = manualClock(monday);

test('a new database is set up for recording, and for its owner only', async (t) => {
  const directory = join(await tempDir(t), 'made', 'here');
  const path = join(directory, 'spyglass.sqlite');
  const db = await openDatabase({ path, clock });
  await db.quotes.record(aQuote());
  t.is(db.path, path);
  t.is(statSync(directory).mode & 0o777, 0o700);
  for (const file of readdirSync(directory)) t.is(statSync(join(directory, file)).mode & 0o077, 0, file);
  await db.close();

  const raw = new SqliteDatabase(path);
  t.teardown(() => raw.close());
  t.is(raw.pragma('journal_mode', { simple: true }), 'wal');
  t.is(raw.pragma('auto_vacuum', { simple: true }), 2, 'incremental');
  t.is(raw.pragma('application_id', { simple: true }), 0x53505947);
});

test('closing twice is closing once, and leaves no log behind', async (t) => {
  const { db, path } = await newDatabase(t);
  await db.chains.record(aChain());
  const first = db.close();
  t.is(db.close(), first);
  await first;
  t.false(existsSync(`${path}-wal`));
  await t.throwsAsync(db.quotes.record(aQuote()), { code: 'not_running' });
});

test('what was recorded is there after opening again', async (t) => {
  const { db, path } = await newDatabase(t);
  const [quote, chain] = [aQuote(), aChain()];
  await db.quotes.record(quote);
  await db.chains.record(chain);
  await db.close();
  const again = await openDatabase({ path, clock });
  t.teardown(() => again.close());
  t.deepEqual(await again.quotes.latest('SPY', lastInstant), quote);
  t.deepEqual(await again.chains.latest('SPY', lastInstant), chain);
  t.is(
    (await again.chains.record({ ...chain, timestamp: monday + 60_000 })).stored,
    0,
    'nothing has changed since',
  );
});

test('a file that is no database is refused and left as it was', async (t) => {
  const path = join(await tempDir(t), 'spyglass.sqlite');
  writeFileSync(path, 'Dear diary, today the market went up.\n'.repeat(200));
  const before = readFileSync(path);
  for (const open of [openDatabase({ path, clock }), openForReading({ path })]) {
    const error = await t.throwsAsync<SpyglassError>(open);
    t.is(error.code, 'database_broken');
    t.true(error.message.includes(path), error.message);
  }
  t.true(readFileSync(path).equals(before));
});

test('a damaged database is refused, not replaced', async (t) => {
  const { db, path } = await newDatabase(t);
  await db.chains.record(aChain());
  await db.close();
  const bytes = readFileSync(path);
  bytes.fill(0xff, 100, 4096);
  writeFileSync(path, bytes);
  const error = await t.throwsAsync<SpyglassError>(openDatabase({ path, clock }));
  t.is(error.code, 'database_broken');
  t.true(readFileSync(path).equals(bytes));
  await t.throwsAsync(openDatabase({ path, clock }), { message: /damage/ }, 'the lock was let go');
});

test('a database of another program is refused and left as it was', async (t) => {
  const path = join(await tempDir(t), 'other.sqlite');
  const other = new SqliteDatabase(path);
  other.exec(`create table recipes (name text); insert into recipes values ('bread')`);
  other.close();
  const before = readFileSync(path);
  const error = await t.throwsAsync<SpyglassError>(openDatabase({ path, clock }));
  t.is(error.code, 'database_broken');
  t.regex(error.message, /another program/);
  const again = new SqliteDatabase(path, { readonly: true });
  t.teardown(() => again.close());
  t.deepEqual(again.prepare('select name from sqlite_schema').pluck().all(), ['recipes']);
  t.is(readFileSync(path).length, before.length);
});

test('a database from a newer version is refused by name of what is unknown', async (t) => {
  const { db, path } = await newDatabase(t);
  await db.close();
  const raw = new SqliteDatabase(path);
  raw.prepare('insert into mikro_orm_migrations (name) values (?)').run('Migration29990101000000_unheard_of');
  raw.close();
  for (const open of [openDatabase({ path, clock }), openForReading({ path })]) {
    const error = await t.throwsAsync<SpyglassError>(open);
    t.is(error.code, 'database_newer');
    t.regex(error.message, /Migration29990101000000_unheard_of/);
  }
});

test('an older schema is left alone where migrating was not asked for', async (t) => {
  const path = join(await tempDir(t), 'spyglass.sqlite');
  const error = await t.throwsAsync<SpyglassError>(openDatabase({ path, clock, migrate: false }));
  t.is(error.code, 'database_broken');
  t.regex(error.hint, /db migrate/);
  t.is((await t.throwsAsync<SpyglassError>(openForReading({ path }))).code, 'database_broken');
  const db = await openDatabase({ path, clock });
  t.regex((await db.status()).schemaVersion, /^Migration/);
  await db.close();
  await (await openDatabase({ path, clock, migrate: false })).close();
});

test('a directory that cannot be made is the data directory’s fault', async (t) => {
  const directory = await tempDir(t);
  writeFileSync(join(directory, 'file'), '');
  const path = join(directory, 'file', 'below', 'spyglass.sqlite');
  const error = await t.throwsAsync<SpyglassError>(openDatabase({ path, clock }));
  t.is(error.code, 'data_dir');
  t.regex(error.hint, /--data-dir/);
});

test('a directory in the database’s place is refused', async (t) => {
  const path = join(await tempDir(t), 'spyglass.sqlite');
  mkdirSync(path);
  t.is((await t.throwsAsync<SpyglassError>(openDatabase({ path, clock }))).code, 'data_dir');
});

test('a directory without the right to write is refused', async (t) => {
  const directory = join(await tempDir(t), 'locked');
  mkdirSync(directory, { mode: 0o500 });
  const path = join(directory, 'spyglass.sqlite');
  if (process.getuid?.() === 0) {
    t.pass('permissions do not bind root');
    return;
  }
  t.is((await t.throwsAsync<SpyglassError>(openDatabase({ path, clock }))).code, 'data_dir');
});

test('a reader finds no data where nothing was recorded, and creates nothing', async (t) => {
  const directory = await tempDir(t);
  const path = join(directory, 'spyglass.sqlite');
  t.is((await t.throwsAsync<SpyglassError>(openForReading({ path }))).code, 'no_data');
  t.deepEqual(readdirSync(directory), []);
});

test('a reader sees everything and can write nothing', async (t) => {
  const { db, path } = await newDatabase(t);
  const chain = aChain();
  await db.chains.record(chain);
  await db.close();
  const reader = await openForReading({ path });
  t.teardown(() => reader.close());
  t.deepEqual(await reader.chains.latest('SPY', lastInstant), chain);
  t.deepEqual(await reader.chains.expirations('SPY', lastInstant), ['2026-11-23']);
  t.deepEqual(await reader.bars.range('SPY', 'daily', 0, monday, lastInstant), []);
  t.deepEqual(await reader.gaps.ofSession('SPY', '2026-11-23', lastInstant), []);
  t.is((await reader.apiLog.last(5, lastInstant)).length, 0);
  t.is((await reader.status()).tables.find(({ table }) => table === 'option_contracts')?.rows, 4);
  const writer = reader as unknown as Awaited<ReturnType<typeof openDatabase>>;
  const error = await t.throwsAsync<SpyglassError>(writer.quotes.record(aQuote()));
  t.is(error.code, 'data_dir', 'a read-only connection refuses');
});
