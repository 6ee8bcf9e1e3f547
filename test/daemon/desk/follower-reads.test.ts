import test from 'ava';
import type { MethodName, MethodParams } from '../../../src/protocol/methods.ts';
import { long } from '../../support/long.ts';
import { until } from '../../support/until.ts';
import { midSession } from '../support.ts';
import { lasting, openDesk, watch } from './desk-run.ts';

const day = '2026-11-23';
const reads: { [M in MethodName]?: MethodParams<M> } = {
  'quote.get': { symbol: 'SPY' },
  'chain.get': { symbol: 'SPY' },
  'levels.get': {},
  'levels.sum': {},
  'levels.history': { date: day },
  'levels.recomputed': {},
  'bars.get': { timeframe: '15min', from: midSession - 3_600_000, to: midSession + 60_000 },
  'alerts.get': {},
  'playback.days': {},
  'playback.session': { date: day },
  'missed.get': { since: midSession },
};

test('a follower reads as the recorder does, plays the recording, and refuses what is the recorder’s work', async (t) => {
  const run = await openDesk(t);
  const recorder = await run.start('server1');
  await run.clock.advance(61_000);
  const follower = await run.start('server2');
  await run.clock.advance(2000);
  const [one, other] = [await run.link(recorder), await run.link(follower)];
  for (const [method, params] of Object.entries(reads) as [MethodName, never][]) {
    const [expected, found] = [
      await run.until(one.request(method, params)),
      await run.until(other.request(method, params)),
    ];
    t.truthy(expected ?? method === 'levels.recomputed', method);
    t.deepEqual(found, expected, method);
  }
  const at = { symbol: 'SPY', at: midSession + 30_000 };
  for (const method of ['chain.get', 'levels.get'] as const) {
    t.deepEqual(await run.until(other.request(method, at)), await run.until(one.request(method, at)), method);
  }
  const playing = { at: midSession + 45_000, paused: true };
  const [shown, played] = [await watch(run, recorder, playing), await watch(run, follower, playing)];
  t.deepEqual(lasting(played.snapshot), lasting(shown.snapshot));
  const status = await run.until(other.request('status', {}));
  t.is(status.jobs.length, (await run.until(one.request('status', {}))).jobs.length);
  t.deepEqual((await run.until(other.request('archive.list', {}))).list, []);
  const refused = [
    ['refresh', { job: 'all' }],
    ['prune', { dryRun: false }],
    ['backfill', { timeframe: 'daily', from: day, to: day }],
    ['alerts.add', { rule: 'price > 1' }],
  ] as const;
  for (const [method, params] of refused) {
    await t.throwsAsync(run.until(other.request(method, params as never)), {
      code: 'lease_held',
      message: /server1 records/,
    });
  }
  const checks = await run.until(other.request('doctor', {}));
  t.true(
    checks.some(({ check, message }) => check === 'desk' && message.includes('server2 follows server1')),
  );
});

long(
  'a chain that nobody records is shown as far as it was recorded, and lives while somebody looks at it',
  async (t) => {
    const run = await openDesk(t);
    const recorder = await run.start('server1');
    const looking = await watch(run, recorder, { symbol: 'QQQ' });
    await run.clock.advance(31_000);
    looking.link.close();
    await run.clock.advance(2000);
    const follower = await run.start('server2');
    const { snapshot, events } = await watch(run, follower, { symbol: 'QQQ' });
    t.is(snapshot.subscription.symbol, 'QQQ');
    await run.clock.advance(100);
    await run.until(
      until(() =>
        ['chain', 'levels', 'price-line'].every((name) => events.some((event) => event.name === name)),
      ),
    );
    const chain = events.find(({ name }) => name === 'chain')!.payload;
    t.like(chain, { underlying: 'QQQ' });
    t.true((chain as { timestamp: number }).timestamp < midSession + 31_000);
    const before = events.length;
    await watch(run, recorder, { symbol: 'QQQ' });
    await run.clock.advance(61_000);
    await run.until(until(() => events.slice(before).some(({ name }) => name === 'chain')));
    t.true(run.sent.every(({ by }) => by === 'server1'));
  },
);

long('a client that may only read is answered by a follower, since nothing is polled for it', async (t) => {
  const run = await openDesk(t);
  await run.start('server1');
  await run.clock.advance(2000);
  const follower = await run.start('server2');
  const link = await run.link(follower);
  const hello = {
    protocolVersion: link.hello.protocolVersion,
    appVersion: '0',
    client: 't',
    readOnly: true,
  } as const;
  await run.until(link.request('hello', hello));
  const snapshot = await run.until(link.request('subscribe', { symbol: 'IWM' }));
  t.is(snapshot.subscription.symbol, 'IWM');
  await t.throwsAsync(run.until(link.request('shutdown', {})), { code: 'read_only' });
});
