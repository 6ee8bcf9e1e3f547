import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import test, { type ExecutionContext } from 'ava';
import SqliteDatabase from 'better-sqlite3';
import type { SpyglassError } from '../../../../src/base/errors.ts';
import { openDatabase } from '../../../../src/db/sqlite/open-database.ts';
import { openForReading } from '../../../../src/db/sqlite/open-for-reading.ts';
import { ownerOf, successorOf, takeOwnerLock } from '../../../../src/db/sqlite/files/owner-lock.ts';
import { manualClock } from '../../../support/manual-clock.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { aQuote, monday, newDatabase } from '../../fixtures.ts';
import { startScript } from '../../../support/script.ts';
import { lastInstant } from '../../../../src/market/calendar/instants.ts';

const clock = manualClock(monday);

interface Holder {
  process: ChildProcess;
  /** Resolves when it has ended, also where it had before anybody asked. */
  exit: Promise<unknown>;
  /** The next line it says. */
  line(): Promise<string>;
}

function startHolder(t: ExecutionContext, path: string): Holder {
  const script = join(import.meta.dirname, '../../hold-database.ts');
  const holder = startScript(script, [path]);
  const exit = once(holder, 'exit');
  t.teardown(() => holder.kill('SIGKILL'));
  const lines = createInterface({ input: holder.stdout })[Symbol.asyncIterator]();
  return { process: holder, exit, line: async () => String((await lines.next()).value) };
}

test('a second owner in the same process is refused, by name of the process', async (t) => {
  const { db, path } = await newDatabase(t);
  const error = await t.throwsAsync<SpyglassError>(openDatabase({ path, clock }));
  t.is(error.code, 'database_locked');
  t.true(error.message.includes(String(process.pid)), error.message);
  t.true(error.message.includes(path), error.message);

  await t.notThrowsAsync(db.quotes.record(aQuote()), 'the owner goes on');
  await db.close();
  const next = await openDatabase({ path, clock });
  t.is((await next.quotes.latest('SPY', lastInstant))?.price, 671.25);
  await next.close();
});

test('another process is refused while this one owns the database', async (t) => {
  const { path } = await newDatabase(t);
  const holder = startHolder(t, path);
  t.is(await holder.line(), `database_locked process ${process.pid} records into ${path}`);
});

test('this process is refused while another one owns the database, until it closes', async (t) => {
  const path = join(await tempDir(t), 'spyglass.sqlite');
  const holder = startHolder(t, path);
  t.is(await holder.line(), 'open');
  const error = await t.throwsAsync<SpyglassError>(openDatabase({ path, clock }));
  t.is(error.code, 'database_locked');
  t.true(error.message.includes(`process ${holder.process.pid} `), error.message);

  holder.process.stdin?.end();
  t.is(await holder.line(), 'closed');
  await holder.exit;
  const db = await openDatabase({ path, clock });
  await db.close();
});

test('the lock dies with a process that is killed', async (t) => {
  const path = join(await tempDir(t), 'spyglass.sqlite');
  const holder = startHolder(t, path);
  t.is(await holder.line(), 'open');
  holder.process.kill('SIGKILL');
  await holder.exit;
  const db = await openDatabase({ path, clock });
  await t.notThrowsAsync(db.quotes.record(aQuote()));
  await db.close();
});

test('whoever asks is told which process owns a database and where it answers, and keeps nobody from starting', async (t) => {
  const path = join(await tempDir(t), 'spyglass.sqlite');
  t.is(ownerOf(path), null);
  const lock = takeOwnerLock(path, { pid: 4711, socketPath: '/run/u/spyglass/live.sock' });
  t.deepEqual(ownerOf(path), { pid: 4711, socketPath: '/run/u/spyglass/live.sock' });
  lock.release();
  t.is(ownerOf(path), null, 'what stays in the file is about nobody');
  const next = takeOwnerLock(path, { pid: 4711 });
  t.deepEqual(ownerOf(path), { pid: 4711, socketPath: null }, 'and not about who comes next');
  next.release();
  t.is(ownerOf(join(path, 'nowhere', 'spyglass.sqlite')), null);
});

test('a starter waits for somebody who only asks', async (t) => {
  const path = join(await tempDir(t), 'spyglass.sqlite');
  takeOwnerLock(path, { pid: 1 }).release();
  // Holds the lock for as long as an asker at its slowest, and lets go by itself.
  const asker = spawn(
    process.execPath,
    [
      '-e',
      `const Database = require('better-sqlite3');
       const file = new Database(process.argv[1]);
       file.exec('begin immediate');
       process.stdout.write('asking');
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
       file.close();`,
      `${path}.lock`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], cwd: import.meta.dirname },
  );
  const exit = once(asker, 'exit');
  await once(asker.stdout, 'data');
  const lock = takeOwnerLock(path, { pid: 2, patienceMs: 60_000 });
  t.is(ownerOf(path)?.pid, 2);
  lock.release();
  await exit;
});

test('a lock file of a version that did not say where it answers is taken, and read', async (t) => {
  const path = join(await tempDir(t), 'spyglass.sqlite');
  const old = new SqliteDatabase(`${path}.lock`);
  old.exec('create table owner (id integer primary key check (id = 1), pid integer not null)');
  old.exec('insert into owner (id, pid) values (1, 4711)');
  old.exec('begin immediate');
  t.deepEqual(ownerOf(path), { pid: 4711, socketPath: null });
  const refused = t.throws<SpyglassError>(() => takeOwnerLock(path, { pid: 1 }));
  t.is(refused.code, 'database_locked');
  t.regex(refused.hint, /kill 4711/);
  old.close();
  const lock = takeOwnerLock(path, { pid: 1, socketPath: '/s' });
  t.deepEqual(ownerOf(path), { pid: 1, socketPath: '/s' });
  lock.release();
});

test('two names of one file are one database', async (t) => {
  const directory = await tempDir(t);
  mkdirSync(join(directory, 'real'));
  symlinkSync(join(directory, 'real'), join(directory, 'alias'));
  const db = await openDatabase({ path: join(directory, 'real', 'spyglass.sqlite'), clock });
  t.teardown(() => db.close());
  await t.throwsAsync(openDatabase({ path: join(directory, 'alias', 'spyglass.sqlite'), clock }), {
    message: /records into/,
  });
});

test('readers need no lock and take none', async (t) => {
  const { db, path } = await newDatabase(t);
  await db.quotes.record(aQuote());
  const reader = await openForReading({ path });
  t.is((await reader.quotes.latest('SPY', lastInstant))?.price, 671.25);
  await db.quotes.record(aQuote({ price: 672, timestamp: monday + 1 }));
  t.is(
    (await reader.quotes.latest('SPY', lastInstant))?.price,
    672,
    'a reader sees what is written meanwhile',
  );
  await reader.close();
  await t.notThrowsAsync(
    db.quotes.record(aQuote({ price: 673, timestamp: monday + 2 })),
    'the lock is still held',
  );
  await t.throwsAsync(openDatabase({ path, clock }), { message: /records into/ });
});

test('a database whose owner has gone stays readable without a lock file of the reader', async (t) => {
  const { db, path } = await newDatabase(t);
  await db.quotes.record(aQuote());
  await db.close();
  const before = statSync(`${path}.lock`).mtimeMs;
  const reader = await openForReading({ path });
  t.is((await reader.quotes.latest('SPY', lastInstant))?.price, 671.25);
  await reader.close();
  t.is(statSync(`${path}.lock`).mtimeMs, before);
});

test('the process that an owner names as the next one is known until that one answers', async (t) => {
  const path = join(await tempDir(t), 'spyglass.sqlite');
  t.is(successorOf(path), null);
  const first = takeOwnerLock(path, { pid: 11 });
  first.nameSuccessor(22);
  first.note({ database: 'a', log: 'b' });
  t.is(ownerOf(path)?.pid, 11, 'the lock is kept');
  first.release();
  t.is(successorOf(path), 22);
  const second = takeOwnerLock(path, { pid: 22 });
  t.is(successorOf(path), 22, 'it does not answer yet');
  second.nameSuccessor(null);
  t.is(successorOf(path), null);
  t.is(ownerOf(path)?.pid, 22);
  second.nameSuccessor(33);
  second.release();
  const other = takeOwnerLock(path, { pid: 22 });
  t.is(successorOf(path), null, 'a hand-over that came to nothing');
  other.release();
});
