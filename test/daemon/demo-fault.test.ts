import path from 'node:path';
import test from 'ava';
import { systemClock } from '../../src/base/clock.ts';
import { createLogTrouble } from '../../src/base/log.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { launch } from '../../src/daemon/process/launch.ts';
import type { LaunchOptions } from '../../src/daemon/process/launch-options.ts';
import { openLink } from '../../src/protocol/connection/link.ts';
import { tempDir } from '../support/temp-dir.ts';
import { midSession, silent } from './support.ts';

async function planOf(
  t: Parameters<typeof tempDir>[0],
  asked: Pick<LaunchOptions, 'fault' | 'plan'>,
): Promise<LaunchOptions> {
  const dataDir = await tempDir(t);
  return {
    instance: {
      ...{ mode: 'demo', dataDir, isDefaultDataDir: false },
      databasePath: path.join(dataDir, 'demo.sqlite'),
      storeUrl: null,
      archiveDir: path.join(dataDir, 'demo-archive'),
      socketPath: path.join(dataDir, 'run', 's.sock'),
      logPath: path.join(dataDir, 'demo.log'),
      lastOpenPath: path.join(dataDir, 'last-open.json'),
    },
    settings: loadSettings({ env: {} }).settings,
    clock: { startAt: midSession, speed: 1 },
    ...asked,
    ...{ appVersion: '0.0.0', pid: process.pid, platform: process.platform },
  };
}

for (const fault of ['server-error', 'tls-failure']) {
  test(`a demo with ${fault} starts, and then goes wrong as it was told to`, async (t) => {
    const plan = await planOf(t, { fault });
    const daemon = await launch(plan, { log: silent, trouble: createLogTrouble() });
    t.teardown(daemon.close);
    const link = await openLink({
      ...{ socketPath: plan.instance.socketPath, clock: systemClock() },
      ...{ appVersion: '0.0.0', client: 'test' },
    });
    t.teardown(link.close);
    const [outcome] = await link.request('refresh', { job: 'quote', force: true });
    t.false(outcome!.isOk);
  });
}

test('a fault that there is none of is refused with the one that was meant', async (t) => {
  const plan = await planOf(t, { fault: 'sever-error' });
  await t.throwsAsync(launch(plan, { log: silent, trouble: createLogTrouble() }), {
    message: /no fault "sever-error"; did you mean server-error\?/,
  });
});

test('the key of a demo has the plan that was asked for', async (t) => {
  const plan = await planOf(t, { plan: 'starter' });
  const daemon = await launch(plan, { log: silent, trouble: createLogTrouble() });
  t.teardown(daemon.close);
  t.is(daemon.hello.plan, 'starter');
  const link = await openLink({
    ...{ socketPath: plan.instance.socketPath, clock: systemClock() },
    ...{ appVersion: '0.0.0', client: 'test' },
  });
  t.teardown(link.close);
  t.is(link.hello.plan, 'starter');
  const { trade } = await link.request('last-trade.get', { symbol: 'SPY' });
  t.is(trade.problem?.code, 'not_entitled');
});
