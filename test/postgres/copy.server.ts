import { once } from 'node:events';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { dbCopy } from '../../src/cli/database/db-copy.ts';
import { dbCheck } from '../../src/cli/database/db.ts';
import { dbMigrate } from '../../src/cli/database/db-migrate.ts';
import { systemClock } from '../../src/base/clock.ts';
import { connectToStore } from '../../src/db/postgres/connection/connect.ts';
import { openDesk } from '../../src/db/postgres/desk/open-desk.ts';
import type { CopyReport } from '../../src/recordings/shared/copy-report.ts';
import { runOnStore } from '../cli/database/store-command.ts';
import { aChain, aContract, aQuote, minute, monday, newDatabase } from '../db/fixtures.ts';
import { rowsOf } from '../db/old-database.ts';
import { take } from '../recordings/contract/open-desk.ts';
import { startScript } from '../support/script.ts';
import { newStoreOfUser } from './open-server.ts';
import { startProxy } from '../support/postgres/proxy.ts';

const clock = systemClock();

/** A closed database with contracts for three batches, and the store of a user with a password. */
async function withRows(t: ExecutionContext) {
  const { db, path: file } = await newDatabase(t);
  for (let poll = 0; poll < 6; poll++) {
    const contracts = Array.from({ length: 800 }, (_, strike) =>
      aContract({ strike: 100 + strike, bid: 1 + poll / 100 }),
    );
    await db.chains.record(aChain({ timestamp: monday + poll * minute, contracts }));
  }
  await db.quotes.record(aQuote());
  await db.close();
  return { file, dir: path.dirname(file), url: await newStoreOfUser(t) };
}

const copyTo = (where: { dir: string; url: string }, args: string[]) =>
  runOnStore(where, (invocation) => dbCopy(invocation, { json: true }, args));

async function contractsIn(url: string): Promise<number> {
  const { connection } = await connectToStore({ url, clock });
  const row = await connection.get<{ rows: number }>('select count(*) as rows from option_contracts');
  await connection.close();
  return row?.rows ?? 0;
}

test('a copy that is killed half-way goes on, and both are the same in the end', async (t) => {
  const { file, dir, url } = await withRows(t);
  const child = startScript(path.join(import.meta.dirname, 'copy-and-stop.ts'), [file, url]);
  await once(child.stdout!, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  t.is(await contractsIn(url), 2000);
  const { code, stdout, stderr } = await copyTo({ dir, url }, ['to-store']);
  t.is(code, 0, stderr);
  t.regex(stderr, /^Waiting for the lease of db copy on .* to end/);
  t.notRegex(`${stdout}${stderr}`, /pass-word|spyglass_test_user/);
  const report = JSON.parse(stdout) as CopyReport;
  t.true(report.isSame);
  t.is(report.tables.find(({ table }) => table === 'option_contracts')?.copied, 2800);
  t.is(await contractsIn(url), 4800);

  const back = path.join(dir, 'back.sqlite');
  const returned = await copyTo({ dir, url }, ['from-store', back]);
  t.is(returned.code, 0, returned.stderr);
  const { mikro_orm_migrations: _, ...rows } = rowsOf(back);
  const { mikro_orm_migrations: __, ...before } = rowsOf(file);
  t.deepEqual(rows, before);
  t.is((await copyTo({ dir, url }, ['from-store'])).code, 2, 'the data directory has a database');
});

test('a copy whose connection is cut says so, and the next one goes on', async (t) => {
  const { dir, url } = await withRows(t);
  const proxy = await startProxy(url);
  t.teardown(() => proxy.close());
  const cut = await runOnStore({ dir, url: proxy.url }, (invocation) => {
    invocation.environment.stderr.write = () => {
      proxy.cut();
      return true;
    };
    return dbCopy(invocation, {}, ['to-store']);
  });
  t.is(cut.code, 49, cut.stderr);
  t.regex(cut.stderr, /postgres:\/\/127\.0\.0\.1:\d+\/spyglass_test_\w+ cannot be reached/);
  t.notRegex(cut.stderr, /pass-word|spyglass_test_user/);
  const rest = await copyTo({ dir, url }, ['to-store']);
  t.is(rest.code, 0, rest.stderr);
  t.true((JSON.parse(rest.stdout) as CopyReport).isSame);
});

test('a store that is recorded into is left alone, and rows that differ have an exit code', async (t) => {
  const { dir, url } = await withRows(t);
  const desk = await openDesk({ url, clock });
  const held = await take(desk);
  const refused = await copyTo({ dir, url }, ['to-store']);
  t.is(refused.code, 47);
  t.regex(refused.stderr, / records on postgres:\/\//);
  await held.release();
  await desk.close();
  t.is((await copyTo({ dir, url }, ['to-store'])).code, 0);
  const { connection } = await connectToStore({ url, clock });
  await connection.run('update spy_quotes set price = price + 1');
  await connection.close();
  const differs = await runOnStore({ dir, url }, (invocation) => dbCopy(invocation, {}, ['to-store']));
  t.is(differs.code, 46);
  t.regex(differs.stdout, /spy_quotes +1 +0 +[0-9a-f]{12} +1 differ of 2026-11-23\n/);
  t.regex(differs.stderr, /Nothing was overwritten/);
});

test('`db migrate` gives a store its tables, and `db check` finds nothing wrong with it', async (t) => {
  const { dir, url } = await withRows(t);
  const migrate = (flags: { dryRun?: boolean }) =>
    runOnStore({ dir, url }, (invocation) => dbMigrate(invocation, flags));
  const check = () => runOnStore({ dir, url }, (invocation) => dbCheck(invocation, {}));
  t.is((await check()).code, 5, 'nothing is there');
  const due = await migrate({ dryRun: true });
  t.regex(due.stdout, /: none → Migration\d+_initial\ndue: /);
  t.is((await check()).code, 5, 'a look changes nothing');
  t.regex((await migrate({})).stdout, /: none → Migration\d+_initial \(Migration/);
  t.regex((await migrate({})).stdout, / is up to date /);
  t.is((await copyTo({ dir, url }, ['to-store'])).code, 0);
  const checked = await check();
  t.is(checked.code, 0, checked.stderr);
  t.regex(checked.stdout, /schema Migration\d+_initial\nno damage found\n$/);
});
