import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { systemClock } from '../../src/base/clock.ts';
import type { SpyglassError } from '../../src/base/errors.ts';
import { migrateDatabase } from '../../src/db/sqlite/migrating/migrate-database.ts';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import { openForReading } from '../../src/db/sqlite/open-for-reading.ts';
import { manualClock } from '../support/manual-clock.ts';
import { tempDir } from '../support/temp-dir.ts';
import { aQuote, monday, newDatabase } from './fixtures.ts';
import { lastInstant } from '../../src/market/calendar/instants.ts';

const clock = manualClock(monday);
const ways = {
  'to record': (path: string) => openDatabase({ path, clock }),
  'to read': (path: string) => openForReading({ path }),
  'to migrate': (path: string) => migrateDatabase({ path, pid: 1 }),
};

const marks: Record<string, (other: SqliteDatabase.Database) => void> = {
  'with tables': () => {},
  'with an application of its own': (other) => void other.pragma('application_id = 4711'),
  'with old migrations of its own': (other) =>
    void other.exec('create table mikro_orm_migrations (id integer)'),
};

for (const [way, open] of Object.entries(ways)) {
  for (const [what, mark] of Object.entries(marks)) {
    test(`opening another program’s database ${what} ${way} changes no byte of it`, async (t) => {
      const directory = await tempDir(t);
      const path = join(directory, 'other.sqlite');
      const other = new SqliteDatabase(path);
      other.exec(`create table recipes (name text); insert into recipes values ('bread')`);
      mark(other);
      other.close();
      const hash = () => createHash('sha256').update(readFileSync(path)).digest('hex');
      const before = hash();
      const error = await t.throwsAsync<SpyglassError>(open(path));
      t.is(error.code, 'database_broken');
      t.regex(error.message, /another program/);
      t.is(hash(), before);
      t.deepEqual(readdirSync(directory), ['other.sqlite'], 'and nothing is made beside it');
    });
  }

  for (const end of ['', '-wal', '.lock']) {
    test(`a FIFO or a directory at spyglass.sqlite${end} is refused at once ${way}`, async (t) => {
      for (const make of [
        (file: string) => execFileSync('mkfifo', [file]),
        (file: string) => mkdirSync(file),
      ]) {
        const path = join(await tempDir(t), 'spyglass.sqlite');
        if (end !== '') await (await openDatabase({ path, clock })).close();
        if (end === '.lock') execFileSync('rm', [`${path}.lock`]);
        make(`${path}${end}`);
        const error = await t.throwsAsync<SpyglassError>(open(path));
        t.is(error.code, 'data_dir');
        t.true(error.message.includes(`${path}${end} is a`), error.message);
      }
    });
  }
}

test('a lock of another program is waited for, once said, and the database then opens', async (t) => {
  const { db, path } = await newDatabase(t);
  await db.quotes.record(aQuote());
  await db.close();
  const other = new SqliteDatabase(path);
  other.pragma('locking_mode = EXCLUSIVE');
  other.exec('begin immediate; create table if not exists x (y); rollback');
  const said: string[] = [];
  const opening = openDatabase({
    path,
    clock,
    busyWait: {
      ...{ clock: systemClock(), patienceMs: 120_000 },
      onWaiting(error) {
        said.push(error.code);
        other.close();
      },
    },
  });
  const again = await opening;
  t.teardown(() => again.close());
  t.deepEqual(said, ['database_busy']);
  t.is((await again.quotes.latest('SPY', lastInstant))?.price, aQuote().price);
});

test('a lock that is not let go of ends the start with another error than another daemon', async (t) => {
  const { db, path } = await newDatabase(t);
  await db.close();
  const other = new SqliteDatabase(path);
  t.teardown(() => other.close());
  other.pragma('locking_mode = EXCLUSIVE');
  other.exec('begin immediate; create table if not exists x (y); rollback');
  const busyWait = { clock: systemClock(), patienceMs: 0, onWaiting: () => {} };
  const error = await t.throwsAsync<SpyglassError>(openDatabase({ path, clock, busyWait }));
  t.is(error.code, 'database_busy');
  t.regex(error.hint, /Another program/);
  other.close();
  await (await openDatabase({ path, clock })).close();
});
