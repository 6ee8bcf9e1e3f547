import { writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { systemClock, virtualClock } from '../../../src/base/clock.ts';
import type { SpyglassError } from '../../../src/base/errors.ts';
import type { Environment } from '../../../src/cli/invocation/environment.ts';
import { startOwnDaemon } from '../../../src/cli/daemon/own-daemon.ts';
import { launchOptions, readInvocation } from '../../../src/cli/invocation/invocation.ts';
import { openLink } from '../../../src/protocol/connection/link.ts';
import { startSimulator } from '../../support/shared-market.ts';
import { tempDir } from '../../support/temp-dir.ts';

const startAt = '2026-11-23T15:30:00Z';

/** A daemon of the built program inside this process, whose successor is the script given. */
async function ownDaemon(t: ExecutionContext, successor: string) {
  const dir = await tempDir(t);
  const simulator = await startSimulator({ clock: virtualClock(Date.parse(startAt)), hasRateLimit: false });
  t.teardown(simulator.close);
  const launcher = path.join(dir, 'successor.mjs');
  writeFileSync(launcher, successor);
  const environment = {
    env: { ...process.env, MASSIVE_API_KEY: 'k', SPYGLASS_BASE_URL: simulator.url },
    argv: [process.execPath, launcher],
    ...{ stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
    ...{ pid: process.pid, platform: process.platform, appVersion: '0.0.0' },
    places: { data: dir, config: dir, state: dir, runtime: dir, platform: process.platform },
    workerUrl: new URL('../../../dist/worker.js', import.meta.url),
  } as unknown as Environment;
  const flags = { dataDir: path.join(dir, 'd'), clock: startAt };
  const invocation = await readInvocation(environment, flags);
  const plan = launchOptions(invocation, 'live');
  const own = startOwnDaemon(invocation, flags, plan);
  t.teardown(own.close);
  await own.ready;
  const helloNow = async () => {
    const { socketPath } = plan.instance;
    const link = await openLink({ socketPath, clock: systemClock(), appVersion: '0.0.0', client: 'test' });
    link.close();
    return link.hello;
  };
  return { own, helloNow };
}

test.serial('a process that ends before it waits costs the recording nothing', async (t) => {
  const { own, helloNow } = await ownDaemon(t, 'console.error("spyglass: no"); process.exit(2);');
  const { epoch } = await helloNow();
  const error = await t.throwsAsync<SpyglassError>(own.moveToBackground());
  t.is(error.code, 'usage');
  t.true(own.isAlive());
  t.is((await helloNow()).epoch, epoch, 'it was not even interrupted');
});

test.serial('a process that fails to take over gives the recording back', async (t) => {
  const { own, helloNow } = await ownDaemon(
    t,
    'console.log("waiting"); process.stdin.once("data", () => process.exit(21));',
  );
  const { epoch } = await helloNow();
  const error = await t.throwsAsync<SpyglassError>(own.moveToBackground());
  t.is(error.code, 'database_locked');
  t.true(own.isAlive());
  t.is(own.movedTo(), null);
  const hello = await helloNow();
  t.not(hello.epoch, epoch);
  t.is(hello.pid, process.pid);
  t.true(hello.now >= Date.parse(startAt), 'the clock goes on');
  await own.close();
  t.false(own.isAlive());
});

test.serial('a move that is under way ends with the word to stop', async (t) => {
  const { own } = await ownDaemon(t, 'console.log("waiting"); process.stdin.resume();');
  const moving = t.throwsAsync(own.moveToBackground());
  await own.close();
  await moving;
  t.is(own.movedTo(), null);
  t.false(own.isAlive());
});
