import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { startHttpServer } from '../support/http-server.ts';
import { run } from './support/command.ts';
import { type Home, launcher, makeHome } from './support/terminal.ts';

/** Patience with an API which never answers: what is done meanwhile may take long on a busy machine. */
const patient = { SPYGLASS_TIMEOUT_SECONDS: '300' };

/** A live daemon in the foreground that waits for an API which never answers. */
async function waitingDaemon(t: ExecutionContext, home: Home) {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const server = await startHttpServer(() => resolve());
  t.teardown(server.close);
  const dataDir = path.join(home.dir, 'd');
  const env = { ...home.env, ...patient, MASSIVE_API_KEY: 'k', SPYGLASS_BASE_URL: server.url };
  const child = spawn(process.execPath, [launcher, 'daemon', 'run', '--data-dir', dataDir], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (piece) => {
    log += piece;
  });
  // Not `exit`, which may come before the last of what it said.
  const exit = once(child, 'close');
  t.teardown(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  await asked;
  const flags = ['--data-dir', dataDir];
  return { child, exit, dataDir, env, flags, log: () => log };
}

test.serial('TERM while the API keeps the start waiting closes in order', async (t) => {
  const daemon = await waitingDaemon(t, makeHome(t));
  daemon.child.kill('SIGTERM');
  t.deepEqual(await daemon.exit, [0, null], daemon.log());
  t.regex(daemon.log(), /"msg":"closed"/);
  t.deepEqual(readdirSync(daemon.dataDir).sort(), ['spyglass.sqlite', 'spyglass.sqlite.lock']);
});

test.serial(
  'a daemon that waits for the API is found, not started twice, and stopped like any other',
  async (t) => {
    const home = makeHome(t);
    const { child, exit, flags, env, log } = await waitingDaemon(t, home);
    const status = await run(home, ['status', ...flags], env);
    t.regex(status.stdout, new RegExp(`^live · starting · process ${child.pid} `), status.stderr);
    const again = await run(home, ['daemon', 'start', ...flags], env);
    t.is(again.code, 0, again.stderr);
    t.regex(again.stderr, new RegExp(`starting already \\(process ${child.pid}\\)`));
    const stopped = await run(home, ['daemon', 'stop', ...flags], env);
    t.is(stopped.code, 0, stopped.stderr);
    t.deepEqual(await exit, [0, null], log());
  },
);

test.serial('a start in the background that somebody stops is told so', async (t) => {
  const home = makeHome(t);
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const server = await startHttpServer(() => resolve());
  t.teardown(server.close);
  const env = { ...patient, MASSIVE_API_KEY: 'k', SPYGLASS_BASE_URL: server.url };
  const flags = ['--data-dir', path.join(home.dir, 'd')];
  const starting = run(home, ['daemon', 'start', ...flags], env);
  await asked;
  t.is((await run(home, ['daemon', 'stop', ...flags], env)).code, 0);
  const outcome = await starting;
  t.is(outcome.code, 3);
  t.regex(outcome.stderr, /stopped before it was ready/);
});
