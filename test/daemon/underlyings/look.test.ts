import test from 'ava';
import { systemClock } from '../../../src/base/clock.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { createConnection } from '../../../src/protocol/connection/connection.ts';
import type { Snapshot } from '../../../src/protocol/events.ts';
import type { DaemonEvent } from '../../../src/protocol/connection/link-messages.ts';
import { until } from '../../support/until.ts';
import { sampleSnapshot } from '../../tui/support/sample.ts';
import { mainSubscription, startListener } from '../listen-support.ts';
import { startPolledDaemon } from '../polled-daemon.ts';

const at = newYorkInstant('2026-11-23', '10:30');

test('a connection that looks at something else gets its snapshot, then its events without a hole', async (t) => {
  const daemon = await startPolledDaemon(t, { at });
  const connection = createConnection({
    ...{ socketPath: daemon.socketPath, clock: systemClock(), appVersion: '0.0.0', client: 'test' },
  });
  t.teardown(connection.close);
  const snapshots: Snapshot[] = [];
  const events: DaemonEvent[] = [];
  let losses = 0;
  connection.onState(({ status }) => {
    if (status === 'lost') losses += 1;
  });
  connection.onEvent((event) => events.push(event));
  await new Promise<void>((resolve) => {
    connection.onSnapshot((snapshot) => {
      snapshots.push(snapshot);
      resolve();
    });
  });
  await connection.look({ symbol: 'QQQ', expiration: null });
  await connection.look({ symbol: 'QQQ', expiration: '2026-11-24' });
  t.deepEqual(
    snapshots.map(({ subscription }) => [subscription.symbol, subscription.expiration]),
    [
      ['SPY', null],
      ['QQQ', null],
      ['QQQ', '2026-11-24'],
    ],
  );
  events.length = 0;
  await daemon.clock.advance(61_000);
  const chainEvents = () => events.flatMap(({ name, payload }) => (name === 'chain' ? [payload] : []));
  await until(() => chainEvents().length >= 2);
  const chains = chainEvents();
  t.true(chains.every(({ underlying, expiration }) => `${underlying} ${expiration}` === 'QQQ 2026-11-24'));
  t.is(losses, 0);
});

test('what the daemon refuses to look at leaves the connection at what it looked at', async (t) => {
  const { socketPath, clock, bus } = await startListener(t, {
    subscriptions: {
      main: mainSubscription,
      take({ symbol }) {
        if (symbol !== undefined) throw new Error('no room');
        return mainSubscription;
      },
      release: () => {},
    },
    methods: { subscribe: (seq) => ({ ...sampleSnapshot(), seq }) },
  });
  const connection = createConnection({ socketPath, clock, appVersion: '0.0.0', client: 'test' });
  t.teardown(connection.close);
  const heard: string[] = [];
  connection.onEvent(({ name }) => heard.push(name));
  await new Promise<void>((resolve) => void connection.onSnapshot(() => resolve()));
  await t.throwsAsync(connection.look({ symbol: 'QQQ', expiration: null }), { message: /no room/ });
  const next = new Promise<void>((resolve) => void connection.onEvent(() => resolve()));
  bus.emit('health', { problems: [] });
  await next;
  t.deepEqual(heard, ['health']);
});

test('a connection that is lost says so, and looks at nothing else', async (t) => {
  const { socketPath, clock, listener } = await startListener(t, {
    methods: { subscribe: (seq) => ({ ...sampleSnapshot(), seq }) },
  });
  const connection = createConnection({ socketPath, clock, appVersion: '0.0.0', client: 'test' });
  t.teardown(connection.close);
  await new Promise<void>((resolve) => void connection.onSnapshot(() => resolve()));
  const lost = new Promise<void>((resolve) => {
    connection.onState(({ status }) => {
      if (status === 'lost') resolve();
    });
  });
  await listener.close();
  await lost;
  await t.throwsAsync(connection.look({ symbol: 'QQQ', expiration: null }), { message: /not connected/ });
});
