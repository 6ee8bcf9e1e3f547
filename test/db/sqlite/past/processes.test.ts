import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { startScript } from '../../../support/script.ts';
import { until } from '../../../support/until.ts';
import { oldDatabase } from '../../old-database.ts';
import { opened, places } from './recordings.ts';

/** Starts a script of this folder; resolves with what it says first. */
async function started(t: ExecutionContext, script: string, args: readonly string[]) {
  const child = startScript(join(import.meta.dirname, script), args);
  t.teardown(() => child.kill('SIGKILL'));
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const kill = async () => {
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  };
  return { said: String(said), kill };
}

test('a process that is killed while it copies leaves its copy to the next one, which takes none of a living one', async (t) => {
  const { path, temporaryDirectory } = await places(t);
  oldDatabase(path);
  const copying = await started(t, 'open-and-stay.ts', [path, temporaryDirectory, 'copying']);
  t.is(copying.said, 'copying\n');
  const [name] = readdirSync(temporaryDirectory);
  const files = () => readdirSync(join(temporaryDirectory, name!)).toSorted();
  t.true(files().includes('spyglass.sqlite'));
  const before = files();
  await opened(t, { path, temporaryDirectory });
  t.deepEqual(files(), before, 'its process lives');
  await copying.kill();
  t.deepEqual(files(), before);
  await opened(t, { path, temporaryDirectory });
  t.false(existsSync(join(temporaryDirectory, name!)));
});

test('a process that is killed with its copy open leaves nothing', async (t) => {
  const { path, temporaryDirectory } = await places(t);
  oldDatabase(path);
  const reading = await started(t, 'open-and-stay.ts', [path, temporaryDirectory, 'open']);
  t.is(reading.said, 'open\n');
  await reading.kill();
  if (process.platform === 'win32') await opened(t, { path, temporaryDirectory });
  t.deepEqual(readdirSync(temporaryDirectory), []);
});

test('an older version that another process records into is copied as it was at one instant, and recorded on', async (t) => {
  const { path, temporaryDirectory } = await places(t);
  oldDatabase(path);
  const raw = new SqliteDatabase(path);
  t.teardown(() => raw.close());
  const count = (table: string) => Number(raw.prepare(`select count(*) from ${table}`).pluck().get());
  const [quotesBefore, callsBefore] = [count('spy_quotes'), count('api_requests_log')];
  const schema = () => raw.prepare('select sql from sqlite_schema order by name').pluck().all();
  const schemaBefore = schema();
  const { said } = await started(t, 'record-old-version.ts', [path]);
  t.is(said, 'recording\n');
  for (let round = 0; round < 3; round++) {
    const reader = await opened(t, { path, temporaryDirectory });
    t.is(reader.copy?.reason, 'older-schema');
    const { tables } = await reader.status();
    const rows = (name: string) => tables.find(({ table }) => table === name)!.rows;
    t.true(rows('spy_quotes') > quotesBefore);
    t.is(rows('spy_quotes') - quotesBefore, rows('api_requests_log') - callsBefore, 'no half of a write');
    const copied = rows('spy_quotes');
    await until(() => count('spy_quotes') > copied, 20);
    t.is((await reader.status()).tables.find(({ table }) => table === 'spy_quotes')?.rows, copied);
  }
  t.deepEqual(schema(), schemaBefore);
});
