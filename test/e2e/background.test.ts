import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import test, { type ExecutionContext } from 'ava';
import { until } from '../support/until.ts';
import { run, startDaemonProcess } from './support/command.ts';
import { daemonStatus, lookMs } from './support/daemon-status.ts';
import { type Home, launcher, makeHome } from './support/terminal.ts';
import { long } from '../support/long.ts';

const logOf = (home: Home) => path.join(home.dir, 'state', 'spyglass', 'demo.log');

/** A home whose background daemon, if any, is stopped with the test. */
function homeWithDaemon(t: ExecutionContext): Home {
  const home = makeHome(t);
  t.teardown(() => run(home, ['daemon', 'stop', '--demo']));
  return home;
}

const statusOf = async (home: Home) => (await daemonStatus(home, { mode: 'demo' }))!;

test.serial(
  'a daemon in the background is ready when start returns, outlives it, and is there once',
  async (t) => {
    const home = homeWithDaemon(t);
    const started = await run(home, ['daemon', 'start', '--demo']);
    t.is(started.code, 0, started.stderr);
    const { hello } = await statusOf(home);
    t.true(started.stderr.includes(`process ${hello.pid}`));
    const again = await run(home, ['daemon', 'start', '--demo']);
    t.is(again.code, 0);
    t.true(again.stderr.includes(`running already (process ${hello.pid})`));
    const restarted = await run(home, ['daemon', 'restart', '--demo']);
    t.is(restarted.code, 0, restarted.stderr);
    const next = (await statusOf(home)).hello;
    t.not(next.pid, hello.pid);
    t.not(next.epoch, hello.epoch);
    t.is((await run(home, ['daemon', 'stop', '--demo'])).code, 0);
    t.is((await run(home, ['daemon', 'stop', '--demo'])).code, 3);
    t.false(existsSync(path.join(home.dir, 'run', 'spyglass', 'demo.sock')));
    // Its last word comes after the goodbye that `stop` waits for, one for each of the two daemons.
    const log = () => readFileSync(logOf(home), 'utf8');
    await until(() => log().split('"msg":"closed"').length === 3, lookMs);
    t.is((await run(home, ['status', '--demo'])).code, 3);
    t.regex(log(), /"msg":"recording"[\s\S]*"msg":"closed"/);
  },
);

test.serial('a daemon that cannot start says why, with its exit code', async (t) => {
  const home = homeWithDaemon(t);
  const env = { MASSIVE_API_KEY: 'k', SPYGLASS_BASE_URL: 'http://127.0.0.1:9' };
  const outcome = await run(home, ['daemon', 'start', '--data-dir', path.join(home.dir, 'd')], env);
  t.is(outcome.code, 12);
  t.regex(outcome.stderr, /The API cannot be reached/);
  t.is((await run(home, ['daemon', 'start'])).code, 2, 'and without a key there is none to start');
});

long.serial(
  'a fault is passed on to a daemon in the background, and refused by one that runs already',
  async (t) => {
    const home = homeWithDaemon(t);
    const unknown = await run(home, ['daemon', 'start', '--demo', '--fault', 'nonsense']);
    t.is(unknown.code, 2);
    t.regex(unknown.stderr, /There is no fault "nonsense"/);
    const started = await run(home, ['daemon', 'start', '--demo', '--fault', 'server-error']);
    t.is(started.code, 0, started.stderr);
    t.is((await run(home, ['refresh', 'quote', '--force', '--demo'])).code, 13);
    for (const command of [['daemon', 'start'], ['--once']]) {
      const again = await run(home, [...command, '--demo', '--fault', 'not-json']);
      t.is(again.code, 2, command.join(' '));
      t.regex(again.stderr, /a demo runs already \(process \d+\)/);
    }
    const service = await run(home, ['service', 'install', '--print', '--demo', '--fault', 'server-error']);
    t.is(service.code, 2);
    t.is(service.stdout, '');
  },
);

long.serial('restart starts a daemon where none ran', async (t) => {
  const home = homeWithDaemon(t);
  const outcome = await run(home, ['daemon', 'restart', '--demo']);
  t.is(outcome.code, 0, outcome.stderr);
  t.regex(outcome.stderr, /No daemon was running/);
});

test.serial(
  'HUP reads the settings anew and reopens the log; a mistake in them changes nothing',
  async (t) => {
    const home = homeWithDaemon(t);
    const file = path.join(home.dir, 'spyglass.toml');
    writeFileSync(file, '[schedule]\nquote_seconds = 15\n');
    const flags = ['--demo', '--config', file];
    t.is((await run(home, ['daemon', 'start', ...flags])).code, 0);
    const { hello } = await statusOf(home);
    const quoteInterval = async () =>
      (await statusOf(home)).jobs.find(({ name }) => name === 'quote')?.intervalMs;

    renameSync(logOf(home), `${logOf(home)}.moved`);
    writeFileSync(file, '[schedule]\nquote_seconds = 30\n');
    process.kill(hello.pid, 'SIGHUP');
    await until(async () => (await quoteInterval()) === 30_000, lookMs);
    t.regex(readFileSync(logOf(home), 'utf8'), /"applied":\["schedule.quote_seconds"\]/);

    writeFileSync(file, '[schedule]\nquote_seconds = "soon"\n');
    process.kill(hello.pid, 'SIGHUP');
    await until(() => readFileSync(logOf(home), 'utf8').includes('not read anew'), lookMs);
    t.is((await statusOf(home)).hello.pid, hello.pid);
    t.is(await quoteInterval(), 30_000);
  },
);

long.serial('USR1 opens no debugger, and has the daemon reopen its log', async (t) => {
  const home = homeWithDaemon(t);
  t.is((await run(home, ['daemon', 'start', '--demo'])).code, 0);
  const { hello } = await statusOf(home);
  renameSync(logOf(home), `${logOf(home)}.moved`);
  process.kill(hello.pid, 'SIGUSR1');
  await until(() => existsSync(logOf(home)), lookMs);
  t.is((await statusOf(home)).hello.pid, hello.pid);
  const said = readFileSync(`${logOf(home)}.moved`, 'utf8') + readFileSync(logOf(home), 'utf8');
  t.notRegex(said, /Debugger listening/);
});

long.serial('a second TERM ends a daemon at once', async (t) => {
  const home = makeHome(t);
  const daemon = await startDaemonProcess(t, home, ['--demo']);
  daemon.child.kill('SIGTERM');
  daemon.child.kill('SIGINT');
  // Nobody listens any more where it had closed before the second one came, which ends it then by itself.
  t.true([0, 130, null].includes(await daemon.exit), daemon.log());
});

test.serial('events go on over a restart of the daemon, and end quietly when nobody reads on', async (t) => {
  const home = homeWithDaemon(t);
  t.is((await run(home, ['daemon', 'start', '--demo'])).code, 0);
  const child = spawn(process.execPath, [launcher, 'events', '--json', '--demo'], {
    env: home.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const exit = once(child, 'close');
  let complaints = '';
  const isLost = new Promise<void>((resolve) => {
    child.stderr!.on('data', (piece) => {
      complaints += piece;
      if (complaints.includes('waiting for it.')) resolve();
    });
  });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const nextSnapshot = async () => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`events ended: ${complaints}`);
      const { event, payload } = JSON.parse(value);
      if (event === 'snapshot') return payload;
    }
  };
  t.is((await nextSnapshot()).phase.phase, 'regular');
  t.is((await run(home, ['daemon', 'restart', '--demo'])).code, 0);
  t.truthy(await nextSnapshot());
  // Another pipe: what was said first need not be read first.
  await isLost;
  t.regex(complaints, /Lost: the daemon is closing/);
  child.stdout!.destroy();
  t.is((await run(home, ['refresh', '--demo'])).code, 0);
  t.deepEqual(await exit, [0, null]);
  t.notRegex(complaints, /EPIPE|at .*\.js/);
});

long.serial('events end with 0 on Ctrl-C', async (t) => {
  const home = homeWithDaemon(t);
  await run(home, ['daemon', 'start', '--demo']);
  const child = spawn(process.execPath, [launcher, 'events', '--demo'], {
    env: home.env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exit = once(child, 'exit');
  await once(child.stdout!, 'data');
  child.kill('SIGINT');
  t.deepEqual(await exit, [0, null]);
});

long.serial('the doctor finds a demo in good health, with and without its daemon', async (t) => {
  const home = homeWithDaemon(t);
  const without = await run(home, ['doctor', '--demo', '--json']);
  t.is(without.code, 0, without.stdout);
  await run(home, ['daemon', 'start', '--demo']);
  const outcome = await run(home, ['doctor', '--demo', '--json']);
  t.is(outcome.code, 0, outcome.stdout);
  const { isOk, checks } = JSON.parse(outcome.stdout) as {
    isOk: boolean;
    checks: { check: string; state: string; hint: string | null }[];
  };
  t.true(isOk);
  const states = Object.fromEntries(checks.map(({ check, state }) => [check, state]));
  for (const check of ['daemon', 'versions', 'upstream', 'key', 'plan', 'clock', 'calendar', 'market']) {
    t.is(states[check], 'ok', check);
  }
  for (const check of ['data directory', 'database', 'write-ahead log', 'socket', 'settings', 'terminal']) {
    t.is(states[check], 'ok', check);
  }
  t.truthy(states.disk);
});

test.serial('the doctor says what is wrong and what to do, and fails', async (t) => {
  const home = makeHome(t);
  const dataDir = path.join(home.dir, 'd');
  const env = { MASSIVE_API_KEY: 'k', SPYGLASS_BASE_URL: 'http://127.0.0.1:9' };
  const outcome = await run(home, ['doctor', '--data-dir', dataDir], env);
  t.is(outcome.code, 4, outcome.stdout);
  t.regex(outcome.stdout, /FAILURE +upstream +The API cannot be reached/);
  t.regex(outcome.stdout, /→ Check the network/);
});

test.serial(
  'a service unit can be looked at without writing anything, and never holds the key',
  async (t) => {
    const home = makeHome(t);
    const outcome = await run(home, ['service', 'install', '--print'], { MASSIVE_API_KEY: 'very-secret' });
    if (process.platform === 'win32') return t.is(outcome.code, 2);
    t.is(outcome.code, 0, outcome.stderr);
    t.regex(outcome.stdout, /daemon/);
    t.notRegex(outcome.stdout, /very-secret/);
    t.false(existsSync(path.join(home.dir, 'config')));
    t.is((await run(home, ['service', 'status'])).code, 3);
    t.is((await run(home, ['service', 'remove'])).code, 2);
  },
);

test.serial('config init writes a file once, also where a path is named', async (t) => {
  const home = makeHome(t);
  const file = path.join(home.dir, 'own.toml');
  t.is((await run(home, ['config', 'init', '--config', file])).code, 0);
  t.is((await run(home, ['config', 'show', '--config', file])).code, 0);
  const again = await run(home, ['config', 'init', '--config', file]);
  t.is(again.code, 2);
  t.regex(again.stderr, /exists; it stays as it is/);
});
