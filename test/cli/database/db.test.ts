import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { migrations } from '../../../migrations/list.ts';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import { openForReading } from '../../../src/db/sqlite/open-for-reading.ts';
import type { DoctorCheck } from '../../../src/protocol/doctor-check.ts';
import { aChain, aContract, monday, spoilPages } from '../../db/fixtures.ts';
import { run, startDaemonProcess } from '../../e2e/support/command.ts';
import { type Home, makeHome } from '../../e2e/support/terminal.ts';
import { startScript } from '../../support/script.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import { long } from '../../support/long.ts';

/** A database with one chain in it, in a directory of its own, and the flags that name it. */
async function withRecordings(t: ExecutionContext): Promise<{ home: Home; file: string; flags: string[] }> {
  const home = makeHome(t);
  const file = path.join(home.dir, 'demo.sqlite');
  const db = await openDatabase({ path: file, clock: manualClock(monday) });
  await db.chains.record(aChain());
  await db.close();
  return { home, file, flags: ['--demo', '--data-dir', home.dir] };
}

test('`db check` finds nothing wrong with a database that was closed in order', async (t) => {
  const { home, flags, file } = await withRecordings(t);
  const outcome = await run(home, ['db', 'check', '--json', ...flags]);
  t.is(outcome.code, 0, outcome.stderr);
  const report = JSON.parse(outcome.stdout);
  t.like(report, { path: file, closed: 'clean', owner: null, isOk: true, problems: [], journalMode: 'wal' });
  t.is(report.schemaVersion, report.newestSchemaVersion);
  t.regex(
    (await run(home, ['db', 'check', '--quick', ...flags])).stdout,
    /closed in order[\s\S]*no damage found/,
  );
});

test('`db check` tells of damage, and exits as the error table says', async (t) => {
  const { home, flags, file } = await withRecordings(t);
  const raw = new SqliteDatabase(file);
  raw.unsafeMode(true);
  raw.pragma('writable_schema = ON');
  raw
    .prepare(
      `update sqlite_schema set sql = replace(sql, '(\`timestamp\`)', '(\`quoted_at\`)') where name = 'idx_option_contracts_timestamp'`,
    )
    .run();
  raw.close();
  const outcome = await run(home, ['db', 'check', ...flags]);
  t.is(outcome.code, 23);
  t.regex(outcome.stdout, /idx_option_contracts_timestamp/);
  t.is(outcome.stderr, '');
});

test('of a damaged database the doctor shows the first lines, and how many more there are', async (t) => {
  const home = makeHome(t);
  const file = path.join(home.dir, 'demo.sqlite');
  const db = await openDatabase({ path: file, clock: manualClock(monday) });
  const contracts = Array.from({ length: 300 }, (_, strike) => aContract({ strike: 500 + strike }));
  await db.chains.record(aChain({ contracts }));
  await db.close();
  spoilPages(file, 'option_contracts');
  const outcome = await run(home, ['doctor', '--demo', '--json', '--data-dir', home.dir]);
  t.is(outcome.code, 4, outcome.stderr);
  const { checks } = JSON.parse(outcome.stdout) as { checks: DoctorCheck[] };
  const { message } = checks.find(({ check }) => check === 'database')!;
  t.regex(message, /demo\.sqlite: (Tree \d+ page \d+[^;\n]*; ){3}and \d+ more$/);
});

test('`db check` refuses what is no database, and another program’s, and leaves both alone', async (t) => {
  const home = makeHome(t);
  const flags = ['--demo', '--data-dir', home.dir];
  const file = path.join(home.dir, 'demo.sqlite');
  t.is((await run(home, ['db', 'check', ...flags])).code, 5, 'nothing there yet');
  t.false(existsSync(file));

  writeFileSync(file, 'dear diary, '.repeat(1000));
  const noDatabase = await run(home, ['db', 'check', ...flags]);
  t.is(noDatabase.code, 23);
  t.is(readFileSync(file, 'utf8').length, 12_000);

  writeFileSync(file, '');
  const other = new SqliteDatabase(file);
  other.exec('create table recipes (id integer primary key)');
  other.close();
  const foreign = await run(home, ['db', 'check', ...flags]);
  t.is(foreign.code, 23);
  t.regex(foreign.stderr, /another program/);
});

test('`db check` says that a process died over the database, and counts what it had committed', async (t) => {
  const home = makeHome(t);
  const file = path.join(home.dir, 'demo.sqlite');
  const flags = ['--demo', '--data-dir', home.dir];
  const child = startScript(path.join(import.meta.dirname, '../../db/hold-database.ts'), [file]);
  await once(child.stdout!, 'data');
  const during = JSON.parse((await run(home, ['db', 'check', '--json', ...flags])).stdout);
  t.like(during, { closed: 'in use', owner: child.pid!, isOk: true });
  t.is((await run(home, ['db', 'migrate', ...flags])).code, 21);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const after = JSON.parse((await run(home, ['db', 'check', '--json', ...flags])).stdout);
  t.like(after, { closed: 'interrupted', owner: null, isOk: true });
  t.true(after.logBytes > 0);
  const db = await openDatabase({ path: file, clock: manualClock(monday) });
  t.true(db.wasRecovered);
  await db.close();
  const again = await openDatabase({ path: file, clock: manualClock(monday) });
  t.false(again.wasRecovered);
  await again.close();
});

long('`db backup` copies while the daemon records, and replaces no file', async (t) => {
  const home = makeHome(t);
  await startDaemonProcess(t, home, ['--demo']);
  t.is((await run(home, ['refresh', '--demo'])).code, 0);
  const file = path.join(home.dir, 'copy.sqlite');
  const outcome = await run(home, ['db', 'backup', file, '--demo', '--json']);
  t.is(outcome.code, 0, outcome.stderr);
  t.is(JSON.parse(outcome.stdout).bytes, statSync(file).size);
  t.is(statSync(file).mode & 0o777, 0o600);
  const copy = await openForReading({ path: file });
  t.teardown(() => copy.close());
  t.true((await copy.maintenance.check('full')).isOk);
  t.true((await copy.chains.latest('SPY', lastInstant))!.contracts.length > 300);
  const again = await run(home, ['db', 'backup', file, '--demo']);
  t.is(again.code, 2);
  t.regex(again.stderr, /exists already/);
  t.is((await run(home, ['db', 'backup', '--demo'])).code, 2, 'without a file');
});

test('`db migrate` says that there is nothing to do, or what it did', async (t) => {
  const { home, flags } = await withRecordings(t);
  const [{ name: first }] = migrations as [(typeof migrations)[number]];
  const done = await run(home, ['db', 'migrate', ...flags]);
  t.is(done.code, 0, done.stderr);
  t.regex(done.stdout, /is up to date/);
  const older = makeHome(t);
  const olderFlags = ['--demo', '--data-dir', older.dir];
  const raw = new SqliteDatabase(path.join(older.dir, 'demo.sqlite'));
  raw.exec(readFileSync(path.join(import.meta.dirname, '../../db/versions', `${first}.sql`), 'utf8'));
  raw.close();
  const check = await run(older, ['db', 'check', ...olderFlags]);
  t.is(check.code, 23);
  t.regex(check.stderr, /older schema[\s\S]*spyglass db migrate/);
  const outcome = await run(older, ['db', 'migrate', '--json', ...olderFlags]);
  t.is(outcome.code, 0, outcome.stderr);
  const report = JSON.parse(outcome.stdout);
  t.is(report.from, first);
  t.deepEqual(report.applied, migrations.map(({ name }) => name).slice(1));
  t.is((await run(older, ['db', 'check', ...olderFlags])).code, 0);
  t.is((await run(makeHome(t), ['db', 'migrate', '--demo'])).code, 5);
});
