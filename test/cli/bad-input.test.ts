import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import Database from 'better-sqlite3';
import { run, startDaemonProcess } from '../e2e/support/command.ts';
import { makeHome } from '../e2e/support/terminal.ts';
import { json, startHttpServer } from '../support/http-server.ts';

test('an unknown flag is refused with a suggestion', async (t) => {
  const outcome = await run(makeHome(t), ['status', '--jsn']);
  t.is(outcome.code, 2);
  t.regex(outcome.stderr, /unknown option '--jsn'.*Did you mean --json\?/);
  t.is(outcome.stdout, '');
});

test('an unknown command is refused', async (t) => {
  const outcome = await run(makeHome(t), ['stats']);
  t.is(outcome.code, 2);
  t.regex(outcome.stderr, /stats|too many arguments/);
});

for (const [args, reason] of [
  [['calendar', '2026-02-30'], /not a date/],
  [['quote', 'sp y'], /not a symbol/],
  [['chain', '--at', 'noon'], /expected a time|No daemon/],
  [['refresh', 'everything'], /no job/],
  [['--demo', '--clock', 'yesterday'], /expected an instant with its zone|terminal/],
  [['daemon', 'run', '--demo', '--clock', '2026-11-23T15:30:00Z'], /--clock would mix/],
  [['status', '--config', '/nowhere/x.toml'], /no settings file/],
] as const) {
  test(`\`spyglass ${args.join(' ')}\` says what is wrong`, async (t) => {
    const outcome = await run(makeHome(t), [...args]);
    t.not(outcome.code, 0);
    t.regex(outcome.stderr, reason);
    t.notRegex(outcome.stderr, /\n {4}at /, 'no stack for an expected failure');
  });
}

test('a bad setting is named with its place', async (t) => {
  const outcome = await run(makeHome(t), ['status'], { SPYGLASS_QUOTE_SECONDS: '0' });
  t.is(outcome.code, 2);
  t.regex(
    outcome.stderr,
    /SPYGLASS_QUOTE_SECONDS: schedule\.quote_seconds: expected a whole number from 1 to 3600/,
  );
});

test('a key that the API does not know ends the start, and does not appear', async (t) => {
  const server = await startHttpServer((_, response) =>
    json(response, { status: 'ERROR', error: 'Unknown API Key' }, 401),
  );
  t.teardown(server.close);
  const home = makeHome(t);
  const env = { POLYGON_API_KEY: 'wrong-secret', SPYGLASS_BASE_URL: server.url };
  const outcome = await run(home, ['daemon', 'run', '--data-dir', home.dir], env);
  t.is(outcome.code, 10);
  t.regex(outcome.stderr, /401: Unknown API Key/);
  t.regex(outcome.stderr, /Check MASSIVE_API_KEY/);
  t.notRegex(outcome.stderr + outcome.stdout, /wrong-secret/);
});

test('an address that nobody answers on ends a first start', async (t) => {
  const server = await startHttpServer(() => {});
  await server.close();
  const home = makeHome(t);
  const env = { POLYGON_API_KEY: 'k', SPYGLASS_BASE_URL: server.url, SPYGLASS_RETRIES: '0' };
  const outcome = await run(home, ['daemon', 'run', '--data-dir', home.dir], env);
  t.is(outcome.code, 12);
  t.regex(outcome.stderr, /cannot be reached: connect ECONNREFUSED/);
  t.regex(outcome.stderr, /SPYGLASS_BASE_URL/);
});

test('a data directory that cannot be one is refused', async (t) => {
  const home = makeHome(t);
  const file = path.join(home.dir, 'file');
  await writeFile(file, 'not a directory');
  const outcome = await run(home, ['daemon', 'run', '--demo', '--data-dir', path.join(file, 'below')]);
  t.is(outcome.code, 20);
  t.regex(outcome.stderr, /--data-dir/);
});

test('a database of a newer version is refused and stays as it is', async (t) => {
  const home = makeHome(t);
  const daemon = await startDaemonProcess(t, home, ['--demo', '--data-dir', home.dir]);
  daemon.child.kill('SIGTERM');
  await daemon.exit;
  const file = path.join(home.dir, 'demo.sqlite');
  const database = new Database(file);
  database
    .prepare(
      "insert into mikro_orm_migrations (name, executed_at) values ('Migration29990101000000_future', 0)",
    )
    .run();
  database.close();
  const outcome = await run(home, ['daemon', 'run', '--demo', '--data-dir', home.dir]);
  t.is(outcome.code, 22);
  t.regex(outcome.stderr, /Upgrade Spyglass/);
});

test('a file that is no database is refused and stays as it is', async (t) => {
  const home = makeHome(t);
  await mkdir(home.dir, { recursive: true });
  await writeFile(
    path.join(home.dir, 'demo.sqlite'),
    'this is no database, but it may be precious'.repeat(50),
  );
  const outcome = await run(home, ['daemon', 'run', '--demo', '--data-dir', home.dir]);
  t.is(outcome.code, 23);
  t.regex(outcome.stderr, /Nothing was changed/);
});

test('a settings file with a key that others may read is refused', async (t) => {
  const home = makeHome(t);
  const file = path.join(home.dir, 'spyglass.toml');
  await writeFile(file, '[upstream]\napi_key = "k"\n');
  await chmod(file, 0o644);
  const outcome = await run(home, ['status', '--config', file]);
  t.is(outcome.code, 2);
  t.regex(outcome.stderr, /chmod 600/);
});
