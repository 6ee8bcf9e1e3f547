import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { systemClock, virtualClock } from '../../../src/base/clock.ts';
import { loadSettings } from '../../../src/config/load-settings.ts';
import { runDesk } from '../../../src/daemon/desk/roles/run-desk.ts';
import { createPastReader } from '../../../src/daemon/playback/past/create-past-reader.ts';
import { openLink } from '../../../src/protocol/connection/link.ts';
import type { DaemonEvent } from '../../../src/protocol/connection/link-messages.ts';
import { httpGet } from '../../../src/sources/polygon/http/http-get.ts';
import { deskOf, type TestPostgres, testPostgres } from '../../support/postgres/test-store.ts';
import { startSimulator } from '../../support/shared-market.ts';
import { silent } from '../../support/silent-log.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { until } from '../../support/until.ts';
import { midSession } from '../support.ts';

const postgres = testPostgres();
test.after.always(() => postgres.close());

/** Daemons on one PostgreSQL, on clocks that run. */
async function openMarket(t: ExecutionContext) {
  const store: TestPostgres = await postgres.take(t);
  const dir = await tempDir(t);
  const clock = virtualClock(midSession);
  const simulator = await startSimulator({ clock, hasRateLimit: false });
  t.teardown(simulator.close);
  const { settings: defaults } = loadSettings({ env: {} });
  const settings = { ...defaults, quoteSeconds: 5, chainSeconds: 5, callsPerMinute: 1000 };
  const start = async (name: string) => {
    const socketPath = path.join(dir, `${name}.sock`);
    const shared = deskOf(store);
    const daemon = await runDesk({
      ...{ mode: 'live', settings, socketPath, baseUrl: simulator.url, apiKey: 'test-key', clock, name },
      ...{ isVirtualClock: true, appVersion: '0.0.0', pid: process.pid, platform: process.platform },
      ...{ httpGet, random: () => 0.5, log: silent, store: shared, leaseMs: 15_000 },
      archiveDir: path.join(dir, 'archive'),
      newEpoch: () => `${name} ${clock.now()}`,
      openPastReader: async () =>
        createPastReader({ recording: await deskOf(store).openForReading(), settings }),
    });
    t.teardown(daemon.close);
    const link = async () => {
      const opened = await openLink({ socketPath, clock: systemClock(), appVersion: '0', client: 'test' });
      t.teardown(opened.close);
      return opened;
    };
    return { daemon, link };
  };
  return { start };
}

test('on PostgreSQL one daemon records, another one shows it and takes over', async (t) => {
  const { start } = await openMarket(t);
  const recorder = await start('server1');
  const follower = await start('server2');
  t.is(follower.daemon.hello.desk?.role, 'follower');
  const link = await follower.link();
  const events: DaemonEvent[] = [];
  link.onEvent((event) => void events.push(event));
  await link.request('subscribe', {});
  await until(
    () => ['quote', 'chain', 'levels'].every((name) => events.some((event) => event.name === name)),
    20,
  );
  const { desk } = await link.request('status', {});
  t.like(desk, { role: 'follower', recorder: 'server1', token: 1, lastHandOver: null });
  await t.throwsAsync(link.request('refresh', { job: 'quote' }), {
    code: 'lease_held',
    message: /server1 records/,
  });
  const own = await recorder.link();
  await own.request('shutdown', {});
  await recorder.daemon.closed;
  await until(() => follower.daemon.hello.desk?.role === 'recorder', 20);
  const again = await follower.link();
  const status = await again.request('status', {});
  t.like(status.desk, { role: 'recorder', recorder: 'server2', token: 2 });
  t.like(status.desk?.lastHandOver, { from: 'server1', to: 'server2', isPlanned: true });
  const gaps = status.coverage.flatMap(({ latest }) => latest).filter(({ from }) => from >= midSession);
  t.deepEqual(gaps, []);
});
