import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { migrations } from '../../../../migrations/list.ts';
import { newestSchemaVersion } from '../../../../src/db/sqlite/schema-version.ts';
import type { SpyglassError } from '../../../../src/base/errors.ts';
import { lookBeforeMigrating } from '../../../../src/db/sqlite/migrating/look-before-migrating.ts';
import { migrateDatabase } from '../../../../src/db/sqlite/migrating/migrate-database.ts';
import { openDatabase } from '../../../../src/db/sqlite/open-database.ts';
import { manualClock } from '../../../support/manual-clock.ts';
import { startScript } from '../../../support/script.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { monday } from '../../fixtures.ts';
import { oldDatabase, oldVersion, rowsOf, seemsLarge } from '../../old-database.ts';

const large = { rows: 0, ms: 0 };

async function older(t: ExecutionContext): Promise<string> {
  return oldDatabase(path.join(await tempDir(t), 'spyglass.sqlite'));
}

test('looking writes nothing, and counts rows by the ends of each table', async (t) => {
  const file = await older(t);
  const before = readFileSync(file);
  const plan = await lookBeforeMigrating({ path: file });
  t.like(plan, { path: file, from: oldVersion, to: newestSchemaVersion, isLarge: false });
  t.deepEqual(
    plan.pending,
    migrations.map(({ name }) => name).filter((name) => name > oldVersion),
  );
  t.deepEqual(readFileSync(file), before);
  seemsLarge(file);
  t.true((await lookBeforeMigrating({ path: file })).rowsRead > 10_000_000);
});

test('a small migration runs when the database is opened, a large one is refused and nothing changed', async (t) => {
  const file = await older(t);
  const opened = await openDatabase({ path: file, clock: manualClock(monday) });
  t.is((await opened.status()).schemaVersion, newestSchemaVersion);
  await opened.close();
  const big = await older(t);
  seemsLarge(big);
  const rows = rowsOf(big);
  const refused = [
    () => openDatabase({ path: big, clock: manualClock(monday) }),
    () => migrateDatabase({ path: big, pid: 1 }),
  ];
  for (const open of refused) {
    const error = await t.throwsAsync<SpyglassError>(open);
    t.is(error.code, 'migration_needed');
    t.regex(error.message, /has to be migrated first/);
    t.deepEqual(rowsOf(big), rows);
  }
});

test('a large migration begins with a backup of the database as it was', async (t) => {
  const file = await older(t);
  const rows = rowsOf(file);
  const report = await migrateDatabase({ path: file, pid: 1, limits: large, agree: () => true });
  t.like(report, { from: oldVersion, to: newestSchemaVersion, logSetAside: null });
  t.deepEqual(rowsOf(report!.backup!), rows);
  t.true('recomputed_metrics' in rowsOf(file));
});

test('who says no keeps the database as it is, without a backup', async (t) => {
  const file = await older(t);
  const rows = rowsOf(file);
  t.is(await migrateDatabase({ path: file, pid: 1, limits: large, agree: () => false }), null);
  t.deepEqual(rowsOf(file), rows);
  t.deepEqual(
    readdirSync(path.dirname(file)).filter((name) => /\d$|partial/.test(name)),
    [],
  );
});

test('killed while it migrates, it loses nothing, and the next run goes through', async (t) => {
  const file = await older(t);
  const rows = rowsOf(file);
  const script = path.join(import.meta.dirname, '../../migrate-and-die.ts');
  const child = startScript(script, [file]);
  const [, signal] = await once(child, 'exit');
  t.is(signal, 'SIGKILL');
  t.deepEqual(rowsOf(file), rows);
  const first = `${file}.${oldVersion.replace('Migration', '')}`;
  t.true(existsSync(first), 'its backup was whole');
  writeFileSync(`${first}.2.partial`, 'half a backup');
  const report = await migrateDatabase({ path: file, pid: 1, limits: large, agree: () => true });
  t.is(report!.to, newestSchemaVersion);
  t.is(report!.backup, `${first}.2`);
  for (const backup of [first, `${first}.2`]) t.deepEqual(rowsOf(backup), rows);
  t.false(existsSync(`${first}.2.partial`));
  const raw = new SqliteDatabase(file, { readonly: true });
  t.teardown(() => raw.close());
  t.is(raw.pragma('integrity_check', { simple: true }), 'ok');
});
