import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import test, { type ExecutionContext } from 'ava';
import type { SpyglassError } from '../../src/base/errors.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { openForReading } from '../../src/db/open-for-reading.ts';
import { manualClock } from '../support/manual-clock.ts';
import { tempDir } from '../support/temp-dir.ts';
import { aQuote, monday, newDatabase } from './fixtures.ts';

const clock = manualClock(monday);

interface Holder {
  process: ChildProcess;
  /** The next line it says. */
  line(): Promise<string>;
}

function startHolder(t: ExecutionContext, path: string): Holder {
  const script = join(import.meta.dirname, 'hold-database.ts');
  const holder = spawn(process.execPath, [script, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.teardown(() => holder.kill('SIGKILL'));
  const lines = createInterface({ input: holder.stdout })[Symbol.asyncIterator]();
  return { process: holder, line: async () => String((await lines.next()).value) };
}

test('a second owner in the same process is refused, by name of the process', async (t) => {
  const { db, path } = await newDatabase(t);
  const error = await t.throwsAsync<SpyglassError>(openDatabase({ path, clock }));
  t.is(error.code, 'database_locked');
  t.true(error.message.includes(String(process.pid)), error.message);
  t.true(error.message.includes(path), error.message);

  t.notThrows(() => db.quotes.record(aQuote()), 'the owner goes on');
  await db.close();
  const next = await openDatabase({ path, clock });
  t.is(next.quotes.latest('SPY')?.price, 671.25);
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
  await once(holder.process, 'exit');
  const db = await openDatabase({ path, clock });
  await db.close();
});

test('the lock dies with a process that is killed', async (t) => {
  const path = join(await tempDir(t), 'spyglass.sqlite');
  const holder = startHolder(t, path);
  t.is(await holder.line(), 'open');
  holder.process.kill('SIGKILL');
  await once(holder.process, 'exit');
  const db = await openDatabase({ path, clock });
  t.notThrows(() => db.quotes.record(aQuote()));
  await db.close();
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
  db.quotes.record(aQuote());
  const reader = await openForReading({ path, clock });
  t.is(reader.quotes.latest('SPY')?.price, 671.25);
  db.quotes.record(aQuote({ price: 672, timestamp: monday + 1 }));
  t.is(reader.quotes.latest('SPY')?.price, 672, 'a reader sees what is written meanwhile');
  await reader.close();
  t.notThrows(
    () => db.quotes.record(aQuote({ price: 673, timestamp: monday + 2 })),
    'the lock is still held',
  );
  await t.throwsAsync(openDatabase({ path, clock }), { message: /records into/ });
});

test('a database whose owner has gone stays readable without a lock file of the reader', async (t) => {
  const { db, path } = await newDatabase(t);
  db.quotes.record(aQuote());
  await db.close();
  const before = statSync(`${path}.lock`).mtimeMs;
  const reader = await openForReading({ path, clock });
  t.is(reader.quotes.latest('SPY')?.price, 671.25);
  await reader.close();
  t.is(statSync(`${path}.lock`).mtimeMs, before);
});
