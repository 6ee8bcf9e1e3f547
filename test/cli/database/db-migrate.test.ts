import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { newestSchemaVersion } from '../../../src/db/sqlite/schema-version.ts';
import { oldDatabase, oldVersion, rowsOf, seemsLarge } from '../../db/old-database.ts';
import { run } from '../../e2e/support/command.ts';
import { makeHome } from '../../e2e/support/terminal.ts';

function olderHome(t: ExecutionContext) {
  const home = makeHome(t);
  const file = oldDatabase(path.join(home.dir, 'demo.sqlite'));
  return { home, file, flags: ['--demo', '--data-dir', home.dir] };
}

test('`db migrate --dry-run` says what is due and what it takes, and writes nothing', async (t) => {
  const { home, file, flags } = olderHome(t);
  seemsLarge(file);
  const before = readFileSync(file);
  const text = await run(home, ['db', 'migrate', '--dry-run', ...flags]);
  t.is(text.code, 0, text.stderr);
  for (const part of [
    /^due: Migration/m,
    /^time: about \d+ s/m,
    /^room: .* are free$/m,
    /^backup: \//m,
    /^This is a long one/m,
  ]) {
    t.regex(text.stdout, part);
  }
  const outcome = await run(home, ['db', 'migrate', '--dry-run', '--json', ...flags]);
  const plan = JSON.parse(outcome.stdout);
  t.like(plan, { path: file, from: oldVersion, to: newestSchemaVersion, isLarge: true });
  t.like(plan.backup, { path: `${file}.${oldVersion.replace('Migration', '')}`, bytes: before.length });
  t.deepEqual(readFileSync(file), before);
});

test('without a terminal a long migration needs --yes, and makes its backup first', async (t) => {
  const { home, file, flags } = olderHome(t);
  seemsLarge(file);
  const rows = rowsOf(file);
  const refused = await run(home, ['db', 'migrate', ...flags]);
  t.is(refused.code, 28);
  t.regex(refused.stderr, /time: about[\s\S]*nothing was changed[\s\S]*db migrate --yes/);
  t.deepEqual(rowsOf(file), rows);
  const outcome = await run(home, ['db', 'migrate', '--yes', '--json', ...flags]);
  t.is(outcome.code, 0, outcome.stderr);
  const { backup, to } = JSON.parse(outcome.stdout);
  t.is(to, newestSchemaVersion);
  t.deepEqual(rowsOf(backup), rows);
});

test('no daemon begins with a long migration: it ends with an exit code of its own and names the command', async (t) => {
  const { home, file, flags } = olderHome(t);
  seemsLarge(file);
  const rows = rowsOf(file);
  for (const args of [['start'], ['run'], ['run', '--take-over']]) {
    const outcome = await run(home, ['daemon', ...args, ...flags]);
    t.is(outcome.code, 28, outcome.stderr);
    t.regex(outcome.stderr, /has to be migrated first[\s\S]*spyglass db migrate/);
    t.notRegex(outcome.stdout, /waiting/, 'the daemon before would hand over');
  }
  t.deepEqual(rowsOf(file), rows);
  t.false(existsSync(`${file}.${oldVersion.replace('Migration', '')}`));
});
