import { existsSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { SpyglassError } from '../../src/base/errors.ts';
import { startHttpServer } from '../support/http-server.ts';
import { tempDir } from '../support/temp-dir.ts';
import { startTestDaemon } from './support.ts';

/** A server that takes requests and never answers; `asked` resolves with the first one. */
async function silentServer(t: ExecutionContext) {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const server = await startHttpServer(() => resolve());
  t.teardown(server.close);
  return { url: server.url, asked };
}

test('a start that is called off while the API keeps it waiting closes what it had opened', async (t) => {
  const server = await silentServer(t);
  const dir = await tempDir(t);
  const stop = new AbortController();
  const starting = startTestDaemon(t, { baseUrl: server.url, dir, signal: stop.signal });
  await server.asked;
  t.true(existsSync(path.join(dir, 'spyglass.sqlite-wal')));
  stop.abort();
  const error = await t.throwsAsync<SpyglassError>(starting);
  t.is(error.code, 'not_running');
  t.false(existsSync(path.join(dir, 'spyglass.sqlite-wal')));
  t.false(existsSync(path.join(dir, 'run', 's.sock')));
});

test('a start that was called off before it began opens nothing', async (t) => {
  const server = await silentServer(t);
  const dir = await tempDir(t);
  const error = await t.throwsAsync<SpyglassError>(
    startTestDaemon(t, { baseUrl: server.url, dir, signal: AbortSignal.abort() }),
  );
  t.is(error.code, 'not_running');
  t.false(existsSync(path.join(dir, 'spyglass.sqlite')));
});
