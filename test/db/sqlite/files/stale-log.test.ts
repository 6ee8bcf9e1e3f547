import { hash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { virtualClock } from '../../../../src/base/clock.ts';
import type { SpyglassError } from '../../../../src/base/errors.ts';
import { migrateDatabase } from '../../../../src/db/sqlite/migrating/migrate-database.ts';
import { openDatabase } from '../../../../src/db/sqlite/open-database.ts';
import type { RecordingReader } from '../../../../src/recordings/recording.ts';
import { openForReading } from '../../../../src/db/sqlite/open-for-reading.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { killedRecording } from '../../killed-recording.ts';

const clock = virtualClock(Date.UTC(2100, 0));

function open(path: string, said: string[] = []) {
  return openDatabase({ path, clock, onLogSetAside: (aside) => void said.push(aside) });
}

/** Polls in a database that its owner opens, and finds without damage. */
async function soundPolls(t: ExecutionContext, path: string, said?: string[]): Promise<number> {
  const db = await open(path, said);
  try {
    t.deepEqual((await db.maintenance.check('full')).problems, []);
    return await polls(db);
  } finally {
    await db.close();
  }
}

async function polls(db: Pick<RecordingReader, 'status'>): Promise<number> {
  return Number((await db.status()).tables.find(({ table }) => table === 'chain_polls')?.rows);
}

test('after a kill a backup that is moved into the place of the database opens sound, and the old log is kept', async (t) => {
  const { dir, path, backup } = await killedRecording(t);
  const log = readFileSync(`${path}-wal`);
  renameSync(backup, path);
  const said: string[] = [];
  t.is(await soundPolls(t, path, said), 5);
  t.is(said.length, 1);
  t.true(said[0]!.startsWith(`${path}-wal.of-`), said[0]);
  t.true(readFileSync(said[0]!).equals(log));
  t.is(await soundPolls(t, path, said), 5);
  t.is(said.length, 1, 'once');
  t.deepEqual(readdirSync(dir).sort(), [
    'spyglass.sqlite',
    said[0]!.slice(dir.length + 1),
    'spyglass.sqlite.lock',
  ]);
});

test('a database that was opened before, too, is told from the backup in its place', async (t) => {
  const { path, backup } = await killedRecording(t, async (at) => (await open(at)).close());
  renameSync(backup, path);
  t.is(await soundPolls(t, path, []), 5);
});

test('after a kill the log of the same database is taken in', async (t) => {
  const { path } = await killedRecording(t);
  const said: string[] = [];
  const reader = await openForReading({ path });
  t.is(await polls(reader), 30);
  await reader.close();
  t.is(await soundPolls(t, path, said), 30);
  t.deepEqual(said, []);
});

test('a copy of a whole recording takes its log in, wherever it lies', async (t) => {
  const { dir, path } = await killedRecording(t);
  const said: string[] = [];
  const elsewhere = `${dir}-copy`;
  cpSync(dir, elsewhere, { recursive: true, preserveTimestamps: true });
  t.is(await soundPolls(t, join(elsewhere, 'spyglass.sqlite'), said), 30);

  // Restored at the same path: the files have new inodes, or each other's.
  const again = `${dir}-again`;
  cpSync(dir, again, { recursive: true });
  rmSync(dir, { recursive: true });
  cpSync(again, dir, { recursive: true, preserveTimestamps: true });
  t.is(await soundPolls(t, path, said), 30);
  renameSync(again, `${dir}-moved`);
  t.is(await soundPolls(t, join(`${dir}-moved`, 'spyglass.sqlite'), said), 30);
  t.deepEqual(said, []);
});

test('a recording that is moved in without its lock is not taken for a backup', async (t) => {
  const one = await killedRecording(t);
  const other = await killedRecording(t);
  for (const end of ['', '-wal', '-shm']) renameSync(`${other.path}${end}`, `${one.path}${end}`);
  const said: string[] = [];
  t.is(await soundPolls(t, one.path, said), 30);
  t.deepEqual(said, []);
});

test('whoever only reads, or cannot say what became of the log, refuses and changes nothing', async (t) => {
  const { dir, path, backup } = await killedRecording(t);
  renameSync(backup, path);
  const look = () => readdirSync(dir).map((name) => [name, hash('sha256', readFileSync(join(dir, name)))]);
  const before = look();
  for (const refused of [() => openForReading({ path }), () => openDatabase({ path, clock })]) {
    const error = await t.throwsAsync<SpyglassError>(refused);
    t.is(error.code, 'database_broken');
    t.regex(error.message, /spyglass\.sqlite-wal still belongs to the one before/);
    t.regex(error.hint, /spyglass daemon start/);
    t.deepEqual(look(), before);
  }
  const { logSetAside } = (await migrateDatabase({ path, pid: 1 }))!;
  t.true(existsSync(logSetAside!));
  const reader = await openForReading({ path });
  t.is(await polls(reader), 5);
  await reader.close();
});

test('a log that was set aside still belongs to the database that was moved away', async (t) => {
  const { dir, path, backup } = await killedRecording(t);
  const old = join(dir, 'old.sqlite');
  renameSync(path, old);
  renameSync(backup, path);
  const said: string[] = [];
  t.is(await soundPolls(t, path, said), 5);
  renameSync(said[0]!, `${old}-wal`);
  t.is(await soundPolls(t, old, said), 30);
});

test('after a kill a database that is removed leaves its log, which the new one does not take', async (t) => {
  const { path } = await killedRecording(t);
  const log = readFileSync(`${path}-wal`);
  rmSync(path);
  const said: string[] = [];
  t.is(await soundPolls(t, path, said), 0);
  t.true(readFileSync(said[0]!).equals(log));
});

test('while the owner lives a backup in the place of its database is neither read nor opened', async (t) => {
  const dir = await tempDir(t);
  const path = join(dir, 'spyglass.sqlite');
  const db = await open(path);
  const backup = join(dir, 'backup.sqlite');
  await db.maintenance.backup(backup);
  renameSync(backup, path);
  t.is((await t.throwsAsync<SpyglassError>(openForReading({ path }))).code, 'database_broken');
  t.is((await t.throwsAsync<SpyglassError>(open(path))).code, 'database_locked');
  t.true(existsSync(`${path}-wal`));
  await db.close();
  t.is(await soundPolls(t, path), 0);
});
