import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { openDatabase } from '../../../../src/db/sqlite/open-database.ts';
import { manualClock } from '../../../support/manual-clock.ts';
import { startScript } from '../../../support/script.ts';
import { aQuote, monday } from '../../fixtures.ts';
import { oldDatabase } from '../../old-database.ts';
import { quotes } from '../../versions/sample.ts';
import { contentOf, places } from './recordings.ts';

/** Lets everybody read a directory, and nobody write to it; the directories around it can be searched. */
function lock(t: ExecutionContext, directory: string): void {
  for (const name of readdirSync(directory)) chmodSync(join(directory, name), 0o444);
  chmodSync(directory, 0o555);
  chmodSync(dirname(directory), 0o755);
  t.teardown(() => chmodSync(directory, 0o755));
}

/** What a user whom permissions bind finds; the place for its copies is looked at while it reads. */
async function found(t: ExecutionContext, path: string, temporaryDirectory: string) {
  const before = contentOf(dirname(path));
  const reading = await foundBesideOwner(t, path, temporaryDirectory);
  t.deepEqual(contentOf(dirname(path)), before, 'nothing was changed');
  return reading;
}

/** The same, with an owner in this process: reading its files here would let go of its locks. */
async function foundBesideOwner(t: ExecutionContext, path: string, temporaryDirectory: string) {
  chmodSync(temporaryDirectory, 0o777);
  const child = startScript(join(import.meta.dirname, 'read-unprivileged.ts'), [path, temporaryDirectory]);
  t.teardown(() => child.kill('SIGKILL'));
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  t.deepEqual(readdirSync(temporaryDirectory), []);
  const exit = once(child, 'exit');
  child.stdin.end();
  t.deepEqual(await exit, [0, null]);
  return JSON.parse(String(said)) as unknown;
}

/** The files of a recording whose owner has it open, copied to another place: as after a kill. */
async function killed(path: string, target: string, ends: readonly string[]): Promise<void> {
  const db = await openDatabase({ path, clock: manualClock(monday) });
  await db.quotes.record(aQuote({ price: 670.5 }));
  mkdirSync(dirname(target), { recursive: true });
  for (const end of ends) copyFileSync(`${path}${end}`, `${target}${end}`);
  await db.close();
}

const unlessWindows = process.platform === 'win32' ? test.skip : test;

unlessWindows('a recording that was closed is copied from where nothing may be written', async (t) => {
  const { data, path, temporaryDirectory } = await places(t);
  const db = await openDatabase({ path, clock: manualClock(monday) });
  await db.quotes.record(aQuote());
  await db.close();
  lock(t, data);
  t.deepEqual(await found(t, path, temporaryDirectory), { reason: 'read-only', price: aQuote().price });
});

unlessWindows('a log without its index is copied with the recording', async (t) => {
  const { data, path, temporaryDirectory } = await places(t);
  const target = join(dirname(data), 'there', 'spyglass.sqlite');
  await killed(path, target, ['', '-wal']);
  lock(t, dirname(target));
  t.deepEqual(await found(t, target, temporaryDirectory), { reason: 'read-only', price: 670.5 });
});

unlessWindows('a log with its index is read where it lies', async (t) => {
  const { data, path, temporaryDirectory } = await places(t);
  const target = join(dirname(data), 'there', 'spyglass.sqlite');
  await killed(path, target, ['', '-wal', '-shm']);
  lock(t, dirname(target));
  t.deepEqual(await found(t, target, temporaryDirectory), { reason: null, price: 670.5 });
});

unlessWindows('a recording that its owner has open is read beside it by who may write nothing', async (t) => {
  const { data, path, temporaryDirectory } = await places(t);
  const db = await openDatabase({ path, clock: manualClock(monday) });
  t.teardown(() => db.close());
  await db.quotes.record(aQuote());
  lock(t, data);
  const reading = await foundBesideOwner(t, path, temporaryDirectory);
  t.deepEqual(reading, { reason: null, price: aQuote().price });
  const later = aQuote({ price: 673, receivedAt: monday + 1000 });
  await db.quotes.record(later);
  t.deepEqual(await db.quotes.latest('SPY', monday + 1000), later, 'it records on');
});

unlessWindows('an older version is copied from there and brought up to date', async (t) => {
  const { data, path, temporaryDirectory } = await places(t);
  oldDatabase(path);
  const raw = new SqliteDatabase(path);
  raw.pragma('journal_mode = WAL');
  raw.close();
  lock(t, data);
  const { price } = quotes.at(-1)!;
  t.deepEqual(await found(t, path, temporaryDirectory), { reason: 'read-only', price });
});
