import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { virtualClock } from '../../src/base/clock.ts';
import type { SpyglassError } from '../../src/base/errors.ts';
import { migrateDatabase } from '../../src/db/migrate-database.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { openForReading } from '../../src/db/open-for-reading.ts';
import { tempDir } from '../support/temp-dir.ts';

const clock = virtualClock(Date.UTC(2100, 0));

/** A recording of 70 polls whose owner was killed, with a backup of its first 10. */
async function killed(t: ExecutionContext) {
  const dir = join(await tempDir(t), 'data');
  const path = join(dir, 'spyglass.sqlite');
  const backup = join(dir, 'backup.sqlite');
  const script = join(import.meta.dirname, 'write-and-hold.ts');
  const child = spawn(process.execPath, [script, path, backup], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  const exit = once(child, 'exit');
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  t.is(String(said), 'held\n');
  child.kill('SIGKILL');
  await exit;
  t.true(statSync(`${path}-wal`).size > 0, 'a log is left');
  return { dir, path, backup };
}

function open(path: string, said: string[] = []) {
  return openDatabase({ path, clock });
}

/** Polls in a database that its owner opens, and finds without damage. */
async function soundPolls(t: ExecutionContext, path: string, said?: string[]): Promise<number> {
  const db = await open(path, said);
  try {
    t.deepEqual(db.maintenance.check('full').problems, []);
    return polls(db);
  } finally {
    await db.close();
  }
}

function polls(db: { status(): { tables: readonly { table: string; rows: number | null }[] } }): number {
  return Number(db.status().tables.find(({ table }) => table === 'chain_polls')?.rows);
}

test('after a kill a backup that is moved into the place of the database opens sound, and the old log is kept', async (t) => {
  const { dir, path, backup } = await killed(t);
  const log = readFileSync(`${path}-wal`);
  renameSync(backup, path);
  const said: string[] = [];
  t.is(await soundPolls(t, path, said), 10);
  t.is(said.length, 1);
  t.true(said[0]!.startsWith(`${path}-wal.of-`), said[0]);
  t.deepEqual(readFileSync(said[0]!), log);
  t.is(await soundPolls(t, path, said), 10);
  t.is(said.length, 1, 'once');
  t.deepEqual(readdirSync(dir).sort(), ['spyglass.sqlite', said[0]!.slice(dir.length + 1), 'spyglass.sqlite.lock']);
});
