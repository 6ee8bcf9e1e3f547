import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { startHttpServer } from '../support/http-server.ts';
import { type Home, launcher, makeHome } from './support/terminal.ts';

/** A live daemon in the foreground that waits for an API which never answers. */
async function waitingDaemon(t: ExecutionContext, home: Home) {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const server = await startHttpServer(() => resolve());
  t.teardown(server.close);
  const dataDir = path.join(home.dir, 'd');
  const env = { ...home.env, MASSIVE_API_KEY: 'k', SPYGLASS_BASE_URL: server.url };
  const child = spawn(process.execPath, [launcher, 'daemon', 'run', '--data-dir', dataDir], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (piece) => {
    log += piece;
  });
  const exit = once(child, 'exit');
  t.teardown(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  await asked;
  return { child, exit, dataDir, env, log: () => log };
}

test('TERM while the API keeps the start waiting closes in order', async (t) => {
  const daemon = await waitingDaemon(t, makeHome(t));
  daemon.child.kill('SIGTERM');
  t.deepEqual(await daemon.exit, [0, null], daemon.log());
  t.regex(daemon.log(), /"msg":"closed"/);
  t.deepEqual(readdirSync(daemon.dataDir).sort(), ['spyglass.sqlite', 'spyglass.sqlite.lock']);
});
