import { once } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import Database from 'better-sqlite3';
import { run, startDaemonProcess } from '../e2e/support/command.ts';
import { makeHome } from '../e2e/support/terminal.ts';
import { json, startHttpServer } from '../support/http-server.ts';
import { long } from '../support/long.ts';

test('an unknown flag is refused with a suggestion', async (t) => {
  const outcome = await run(makeHome(t), ['status', '--jsn']);
  t.is(outcome.code, 2);
  t.regex(outcome.stderr, /unknown option '--jsn'.*Did you mean --json\?/);
  t.is(outcome.stdout, '');
});

test('an unknown command is refused', async (t) => {
  const outcome = await run(makeHome(t), ['stats']);
  t.is(outcome.code, 2);
  t.regex(outcome.stderr, /There is no command "stats"; did you mean status\?/);
});

test('no escape sequence of an argument or of a setting’s name reaches the terminal', async (t) => {
  const home = makeHome(t);
  const file = path.join(home.dir, 'spyglass.toml');
  await writeFile(file, '"\\u001b]0;owned\\u0007x" = 1\n');
  for (const args of [
    ['\x1b[2Jstauts'],
    ['quote', '\x1b]52;c;b3du\x07'],
    ['chain', '--at', '\x9b31m'],
    ['status', '--config', file],
  ]) {
    const outcome = await run(home, args);
    t.not(outcome.code, 0);
    t.notRegex(outcome.stderr, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/, args.join(' '));
  }
});

for (const [args, reason] of [
  [['calendar', '2026-02-30'], /not a date/],
  [['quote', 'sp y'], /not a symbol/],
  [['refresh', 'everything'], /no job/],
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

const wrongTimes: [args: string[], reason: RegExp][] = [
  [['chain', '--at', '2026-02-30T10:00:00Z'], /"2026-02-30" is not a date/],
  [['levels', '--at', 'Tue Nov 24 2026 10:30 -05:00'], /expected a time/],
  [['chain', '--expiry', '2026-02-30'], /--expiry: "2026-02-30" is not a date/],
  [['backfill', '--from', '2026-02-30'], /--from: "2026-02-30" is not a date/],
  [['backfill', '--to', '9999-12-31'], /--to: 9999-12-31 is beyond the trading calendar/],
  [['calendar', '9999-12-31'], /beyond the trading calendar/],
  [['chain', '--at', '25:61'], /25:61 is not a time of day/],
  [['calendar', '--clock', '1970-01-01T00:00:00Z'], /beyond the trading calendar/],
  [['daemon', 'run', '--demo', '--clock', '2200-01-01T00:00:00Z'], /beyond the trading calendar/],
  [['status', '--clock', '9999-12-31T23:59:59Z'], /beyond the trading calendar/],
  [['calendar', '--clock', '2099-12-31T23:59:59-12:00'], /beyond the trading calendar/],
  [['calendar', '--clock', '2026-02-30T10:00:00Z'], /"2026-02-30" is not a date/],
];

for (const [args, reason] of wrongTimes) {
  test(`\`spyglass ${args.join(' ')}\` is a usage error, whether a daemon runs or not`, async (t) => {
    const outcome = await run(makeHome(t), args);
    t.is(outcome.code, 2, outcome.stderr);
    t.is(outcome.stdout, '');
    t.regex(outcome.stderr, reason);
  });
}

test('a bad setting is named with its place', async (t) => {
  const outcome = await run(makeHome(t), ['usage'], { SPYGLASS_QUOTE_SECONDS: '0' });
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

/** An address that nobody answers on, and nobody else's server gets meanwhile: it is a client's. */
async function addressOfNobody(t: ExecutionContext): Promise<string> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1');
  t.teardown(() => {
    socket.destroy();
    server.close();
  });
  await once(socket, 'connect');
  return `http://127.0.0.1:${socket.localPort}`;
}

test('an address that nobody answers on ends a first start', async (t) => {
  const home = makeHome(t);
  const env = { POLYGON_API_KEY: 'k', SPYGLASS_BASE_URL: await addressOfNobody(t), SPYGLASS_RETRIES: '0' };
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
  const outcome = await run(home, ['usage', '--config', file]);
  t.is(outcome.code, 2);
  t.regex(outcome.stderr, /chmod 600/);
});

long(
  'mistakes in the settings keep nobody from a daemon that runs, and the doctor lists them all',
  async (t) => {
    const home = makeHome(t);
    const daemon = await startDaemonProcess(t, home, ['--demo']);
    const file = path.join(home.dir, 'spyglass.toml');
    await writeFile(file, '[schedule]\nquote_secs = 15\nchain_seconds = "soon"\n');
    const flags = ['--demo', '--config', file];
    const places = [/toml:2: unknown setting schedule\.quote_secs/, /toml:3: schedule\.chain_seconds/];
    const namesBoth = (text: string) => places.every((place) => place.test(text));

    const status = await run(home, ['status', '--json', ...flags]);
    t.is(status.code, 0, status.stderr);
    t.is(JSON.parse(status.stdout).hello.pid, daemon.child.pid);
    t.true(namesBoth(status.stderr), status.stderr);
    const doctor = await run(home, ['doctor', ...flags]);
    t.is(doctor.code, 4);
    t.is(doctor.stderr, '');
    const failures = doctor.stdout.split('\n').filter((line) => line.startsWith('FAILURE'));
    t.is(failures.length, 2, doctor.stdout);
    t.true(namesBoth(failures.join('\n')), doctor.stdout);
    t.regex(doctor.stdout, /ok +daemon +running/);
    const where = await run(home, ['config', 'path', '--config', file]);
    t.like(where, { code: 0, stdout: `${file}\n` });
    for (const command of [['config', 'show'], ['usage'], ['daemon', 'restart'], ['daemon', 'run']]) {
      t.is((await run(home, [...command, ...flags])).code, 2, command.join(' '));
    }
    const stopped = await run(home, ['daemon', 'stop', ...flags]);
    t.is(stopped.code, 0, stopped.stderr);
    t.true(namesBoth(stopped.stderr), stopped.stderr);
    t.is(await daemon.exit, 0);
    t.is((await run(home, ['events', '--demo', '--config', '/nowhere/x.toml'])).code, 3);
  },
);

test('the doctor asks no API while the settings are wrong: the address may be one of them', async (t) => {
  const home = makeHome(t);
  const server = await startHttpServer((_, response) => json(response, {}));
  t.teardown(server.close);
  const env = { MASSIVE_API_KEY: 'k', SPYGLASS_BASE_URL: server.url, SPYGLASS_RETRIES: 'many' };
  const outcome = await run(home, ['doctor', '--data-dir', home.dir], env);
  t.is(outcome.code, 4);
  t.regex(outcome.stdout, /FAILURE +settings +SPYGLASS_RETRIES/);
  t.is(server.requests.length, 0);
});
