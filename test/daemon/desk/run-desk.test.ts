import test from 'ava';
import { systemClock } from '../../../src/base/clock.ts';
import { type ConnectionState, createConnection } from '../../../src/protocol/connection/connection.ts';
import { until } from '../../support/until.ts';
import { midSession } from '../support.ts';
import { gapsSince, lasting, openDesk, settled, told, watch } from './desk-run.ts';

test('one daemon records and another one shows the same', async (t) => {
  const run = await openDesk(t);
  const recorder = await run.start('server1');
  await run.clock.advance(61_000);
  const follower = await run.start('server2');
  const one = await watch(run, recorder);
  const other = await watch(run, follower);
  t.like(one.link.hello.desk, { role: 'recorder', recorder: 'server1', self: 'server1' });
  t.like(other.link.hello.desk, { role: 'follower', recorder: 'server1', self: 'server2' });
  t.deepEqual(lasting(other.snapshot), lasting(one.snapshot));
  await run.clock.advance(120_000);
  await settled(run, one, other);
  t.true(one.events.length > 30, `${one.events.length}`);
  t.deepEqual(told(other), told(one));
  t.true(run.sent.every(({ by }) => by === 'server1'));
});

test('daemon stop on the recorder hands over without a missed slot', async (t) => {
  const run = await openDesk(t);
  const { clock, recording } = run;
  const recorder = await run.start('server1');
  await clock.advance(31_000);
  const follower = await run.start('server2');
  const states: ConnectionState[] = [];
  const events: string[] = [];
  const connection = createConnection({
    ...{ socketPath: follower.socketPath, clock: systemClock(), appVersion: '0', client: 'dashboard' },
  });
  t.teardown(connection.close);
  connection.onState((state) => void states.push(state));
  connection.onEvent(({ name }) => void events.push(name));
  await until(() => states.at(-1)?.status === 'connected');
  const from = clock.now();
  const link = await run.link(recorder);
  await run.until(link.request('shutdown', {}));
  await run.until(recorder.daemon.closed);
  const endedAt = clock.now();
  await run.until(until(() => follower.daemon.hello.desk?.role === 'recorder'));
  t.true((await run.desk.lease()).acquiredAt! - endedAt <= 1000);
  await clock.advance(120_000);
  await until(() => states.at(-1)?.status === 'connected' && states.length > 3);
  t.like(states.at(-1)?.hello?.desk, { role: 'recorder', recorder: 'server2' });
  const slots = (await recording.chains.polledAt('SPY', '2026-11-23', from, clock.now())).length;
  t.is(slots, 2);
  const quotes = run.sent.filter(({ url, at }) => /stocks\/tickers\/SPY/.test(url) && at > from);
  t.deepEqual(
    quotes.map(({ by, at }) => [by, Math.floor((at - from) / 15_000)]),
    quotes.map((_, index) => ['server2', index]),
  );
  t.deepEqual(await gapsSince(run, midSession), []);
  const status = await run.until(connection.request('status', {}));
  t.like(status.desk, { role: 'recorder', recorder: 'server2', token: 2 });
  t.like(status.desk?.lastHandOver, { from: 'server1', to: 'server2', isPlanned: true });
});

test('a recorder that loses the store is followed by another one, and follows it when it is back', async (t) => {
  const run = await openDesk(t);
  const { clock, recording } = run;
  const first = await run.start('server1', { chainSeconds: 15 });
  await clock.advance(36_000);
  const second = await run.start('server2', { chainSeconds: 15 });
  await clock.advance(1000);
  const cutAt = clock.now();
  first.store.cut();
  const endsAt = cutAt + (await run.desk.lease()).remainingMs;
  await clock.advance(endsAt - clock.now() - 100);
  t.is(second.daemon.hello.desk?.role, 'follower');
  await clock.advance(1100);
  await run.until(until(() => second.daemon.hello.desk?.role === 'recorder'));
  t.true((await run.desk.lease()).acquiredAt! - endsAt <= 1000);
  const gaps = await gapsSince(run, midSession);
  t.deepEqual(gaps.map(({ job }) => job).sort(), ['chain', 'quote']);
  for (const { reason, startedAt } of gaps) {
    t.is(reason, 'no recorder: server1 ended, server2 took over');
    t.is(startedAt, midSession + 45_000);
  }
  t.is(
    gaps.find(({ job }) => job === 'quote')?.endedAt,
    run.sent.find(({ by, url }) => by === 'server2' && /stocks\/tickers\/SPY/.test(url))?.at,
  );
  await clock.advance(60_000);
  first.store.mend();
  await clock.advance(5000);
  await run.until(until(() => first.daemon.hello.desk?.role === 'follower'));
  const back = clock.now();
  await clock.advance(120_000);
  t.true(run.sent.filter(({ at }) => at > back).every(({ by }) => by === 'server2'));
  const watcher = await watch(run, first);
  t.like(watcher.link.hello.desk, { role: 'follower', recorder: 'server2', self: 'server1' });
  await run.until(until(() => run.desk.left().length === 0));
  t.deepEqual(await gapsSince(run, midSession), [], 'what server1 polled meanwhile fills the gap');
  const received = await recording.quotes.receivedBetween({ from: cutAt, asOf: back, limit: 1000 });
  t.true(received.some(({ slotAt }) => slotAt === midSession + 45_000));
  const chains = await recording.chains.polledAt('SPY', '2026-11-23', midSession, back);
  t.true(chains.some((at) => at >= midSession + 45_000 && at < midSession + 46_000));
  const slots = received.map(({ slotAt }) => slotAt);
  t.is(new Set(slots).size, slots.length, 'no slot is there twice');
});
