import { existsSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { systemClock, virtualClock } from '../../src/base/clock.ts';
import type { SpyglassError } from '../../src/base/errors.ts';
import { openLink } from '../../src/protocol/connection/link.ts';
import { startHttpServer } from '../support/http-server.ts';
import { tempDir } from '../support/temp-dir.ts';
import { eventOf, midSession, startSimulator, startTestDaemon } from './support.ts';

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
  const starting = startTestDaemon(t, { baseUrl: server.url, dir, isFirstStart: true, signal: stop.signal });
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
    startTestDaemon(t, { baseUrl: server.url, dir, isFirstStart: true, signal: AbortSignal.abort() }),
  );
  t.is(error.code, 'not_running');
  t.false(existsSync(path.join(dir, 'spyglass.sqlite')));
});

/** The simulated market behind a door that holds the first answer until it is opened. */
async function heldStart(t: ExecutionContext) {
  const clock = virtualClock(midSession);
  const simulator = await startSimulator({ clock });
  t.teardown(simulator.close);
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const door = await startHttpServer(async (request, response) => {
    if (request.url!.includes('/marketstatus/now')) {
      ask();
      await opened;
    }
    const authorization = request.headers.authorization ?? '';
    const answer = await fetch(simulator.url + request.url!, { headers: { authorization } });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(await answer.text());
  });
  t.teardown(door.close);
  const dir = await tempDir(t);
  const starting = startTestDaemon(t, { baseUrl: door.url, clock, dir, isFirstStart: true });
  await asked;
  const link = await openLink({
    ...{ socketPath: path.join(dir, 'run', 's.sock'), clock: systemClock() },
    ...{ appVersion: '0.0.0', client: 'test' },
  });
  t.teardown(link.close);
  return { starting, open, link, door };
}

test('while the API keeps a start waiting clients are answered, and polling begins with its answer', async (t) => {
  const { starting, open, link, door } = await heldStart(t);
  t.true(link.hello.isStarting);
  const status = await link.request('status', {});
  t.true(status.hello.isStarting);
  t.true(status.jobs.every(({ lastStartedAt }) => lastStartedAt === null));
  const [outcome] = await link.request('refresh', { job: 'quote' });
  t.deepEqual(outcome, { job: 'quote', isOk: false, message: 'the daemon is still starting' });
  const told = eventOf(link, (event) => event.name === 'health');
  const problems = async () =>
    (await link.request('status', {})).health.problems.map(({ subject }) => subject);
  // On a busy machine it was told before anybody had asked.
  if ((await problems()).length === 0) await told;
  t.deepEqual(await problems(), ['start']);
  t.is(door.requests.length, 1);

  const polled = eventOf(link, (event) => event.name === 'chain');
  open();
  await starting;
  await polled;
  const after = await link.request('status', {});
  t.is(after.hello.isStarting, undefined);
  t.deepEqual(after.health.problems, []);
});

test('a client may stop a daemon that is still starting', async (t) => {
  const { starting, link } = await heldStart(t);
  const refused = t.throwsAsync<SpyglassError>(starting);
  t.deepEqual(await link.request('shutdown', {}), { isClosing: true });
  t.is((await refused).code, 'not_running');
  t.is(await link.closed, 'the daemon is closing');
});
