import test from 'ava';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import { aQuote, minute, monday } from '../../db/fixtures.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { until } from '../../support/until.ts';
import { type OpenDesk, take } from './open-desk.ts';

/** What the lease of any shared store must do. */
export function testLease(open: OpenDesk): void {
  const clock = manualClock(monday);

  test('nobody has the lease of a new store', async (t) => {
    const desk = (await open(t))();
    t.deepEqual(await desk.lease.state(), {
      token: 0,
      holder: null,
      acquiredAt: null,
      remainingMs: 0,
      endedAt: null,
      handOver: null,
    });
  });

  test('of two daemons one has the lease, and the other is told which', async (t) => {
    const another = await open(t);
    const [one, two] = [another(), another()];
    const taken = await Promise.all([
      one.lease.acquire({ name: 'server1 (1)' }, minute),
      two.lease.acquire({ name: 'server2 (2)' }, minute),
    ]);
    const held = taken.filter((answer) => 'renew' in answer);
    t.is(held.length, 1);
    const [won, lost] = 'renew' in taken[0] ? ['server1 (1)', taken[1]] : ['server2 (2)', taken[0]];
    t.like(lost, { holder: won, token: 1, endedAt: null });
    const state = await two.lease.state();
    t.like(state, { holder: won, token: 1, endedAt: null, handOver: null });
    t.true(state.remainingMs > 0 && state.remainingMs <= minute);
    t.like(held[0], { token: 1, endedBefore: null, holderBefore: null, handOver: null });
  });

  test('a lease that nobody renews ends by the clock of the database, and another daemon takes it', async (t) => {
    const another = await open(t);
    const [one, two] = [another(), another()];
    const first = await take(one, 'server1 (1)', 20);
    await until(async () => (await two.lease.state()).remainingMs === 0);
    const ended = await two.lease.state();
    t.like(ended, { token: 1, holder: null, handOver: null });
    await t.throwsAsync(first.renew(), { code: 'lease_lost' }, 'although nobody has it yet');

    const second = await take(two, 'server2 (2)');
    t.like(second, { token: 2, holderBefore: 'server1 (1)', endedBefore: ended.endedAt, handOver: null });
    await t.throwsAsync(first.renew(), { code: 'lease_lost' });
    await first.release('{"of":"nobody"}');
    t.like(await one.lease.state(), { token: 2, holder: 'server2 (2)', handOver: null });
  });

  test('its holder is told how many daemons follow', async (t) => {
    const another = await open(t);
    const [one, two, three] = [another(), another(), another()];
    const held = await take(one, 'server1 (1)', minute);
    t.deepEqual(await held.renew(), { followers: 0 });
    t.like(await two.lease.follow({ name: 'server2 (2)' }), { holder: 'server1 (1)', token: 1 });
    await two.lease.follow({ name: 'server2 (2)' });
    await three.lease.follow({ name: 'server3 (3)' });
    t.deepEqual(await held.renew(), { followers: 2 });
  });

  test('a lease that is renewed goes on for its whole time', async (t) => {
    const another = await open(t);
    const [one, two] = [another(), another()];
    const held = await take(one, 'server1 (1)', minute);
    const { remainingMs, acquiredAt } = await two.lease.state();
    await until(async () => (await two.lease.state()).remainingMs < remainingMs);
    const before = await two.lease.state();
    await held.renew();
    const after = await two.lease.state();
    t.true(after.remainingMs > before.remainingMs - 1000 && after.remainingMs <= minute);
    t.like(after, { token: 1, acquiredAt });
  });

  test('a daemon that lets go of the lease leaves a word to the next one, which goes on at once', async (t) => {
    const another = await open(t);
    const [one, two] = [another(), another()];
    const held = await take(one);
    let woken = 0;
    t.teardown(await two.journal.onWake(() => woken++));
    await held.release('{"reason":"stopped"}');
    await until(() => woken > 0);
    const state = await two.lease.state();
    t.like(state, { token: 1, holder: null, remainingMs: 0, handOver: '{"reason":"stopped"}' });
    t.not(state.endedAt, null);

    const next = await take(two, 'server2 (2)');
    t.like(next, {
      token: 2,
      holderBefore: 'server1 (1)',
      endedBefore: state.endedAt,
      handOver: '{"reason":"stopped"}',
    });
    t.is((await one.lease.state()).handOver, null, 'it was for that one alone');
    await next.release();
    t.is((await take(one)).handOver, null);
  });

  test('whoever has lost the lease writes nothing, whether anybody else has it or not', async (t) => {
    const another = await open(t);
    const [one, two] = [another(), another()];
    const held = await take(one);
    const { recording, journal } = await one.open({ held, clock });
    const quote = aQuote();
    await recording.quotes.record(quote);
    await held.release();

    const entry = { at: quote.timestamp, name: 'quote', subscription: null, payload: '{}' };
    const isRefused = async () => {
      await t.throwsAsync(recording.quotes.record(aQuote({ price: 1 })), { code: 'lease_lost' });
      await t.throwsAsync(journal.append([entry]), { code: 'lease_lost' });
      await t.throwsAsync(journal.removeUpTo(9), { code: 'lease_lost' });
      await t.throwsAsync(journal.keepSnapshots([]), { code: 'lease_lost' });
    };
    await isRefused();
    const next = await two.open({ held: await take(two), clock });
    await isRefused();
    t.deepEqual(await next.recording.quotes.latest('SPY', lastInstant), quote);
    t.deepEqual(await next.journal.after(0, 9), []);
    t.deepEqual(await next.recording.quotes.record(aQuote({ price: 2, timestamp: quote.timestamp + 1 })), {
      isStored: true,
    });
  });
}
