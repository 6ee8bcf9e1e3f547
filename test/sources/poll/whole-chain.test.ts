import test, { type ExecutionContext } from 'ava';
import { UpstreamError } from '../../../src/sources/polygon/http/upstream-error.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { chainAnswer } from './chain-answer.ts';
import { polledChain } from './polled-chain.ts';

const day = '2026-11-23';
const minuteMs = 60_000;
const fullPage = { reason: 'a full last page without a next one', isWhole: null };

/** A world in which one whole chain has been recorded. */
async function recordedWorld(t: ExecutionContext) {
  const world = await polledChain(t, newYorkInstant(day, '10:30'));
  const { clock, db, serve, list, poll } = world;
  const whole = () =>
    chainAnswer({ expiration: day, spot: 671.1, quotedAt: clock.now(), timeframe: 'REAL-TIME' });
  serve(whole);
  list(whole);
  const record = async () => db.chains.record(await poll(day));
  await record();
  const listed = () => db.chains.listedAt('SPY', day, clock.now());
  return { ...world, whole, record, listed };
}

const first = 'SPY261123C00659000';

test('a whole chain is taken without asking for the list', async (t) => {
  const { record, lists, listed } = await recordedWorld(t);
  await record();
  t.is(lists(), 0);
  t.is((await listed()).length, 50);
});

test('a chain that lacks contracts which the exchange lists is refused, and the list is asked for every 15 minutes', async (t) => {
  const { clock, serve, whole, poll, lists, listed } = await recordedWorld(t);
  serve(() => whole().slice(20));
  for (let minutes = 0; minutes < 46; minutes++) {
    const error = await t.throwsAsync(poll(day), { instanceOf: UpstreamError });
    t.is(error.failure, 'malformed');
    await clock.advance(minuteMs);
  }
  t.is(lists(), 4);
  t.is((await listed()).length, 50);
  serve(whole);
  t.is((await poll(day)).contracts.length, 50);
  t.is(lists(), 4, 'a whole one needs no list');
});

test('a contract that the list no longer has goes', async (t) => {
  const { serve, list, whole, record, listed, lists } = await recordedWorld(t);
  serve(() => whole().slice(1));
  list(() => whole().slice(1));
  await record();
  t.is((await listed()).length, 49);
  t.false((await listed()).includes(first));
  await record();
  t.is(lists(), 1);
});

test('a list that follows later is believed when it does', async (t) => {
  const { clock, serve, list, whole, poll, record, listed } = await recordedWorld(t);
  serve(() => whole().slice(1));
  await t.throwsAsync(poll(day));
  list(() => whole().slice(1));
  await clock.advance(15 * minuteMs);
  await record();
  t.is((await listed()).length, 49);
});

test('a chain of exactly one full page is whole where the list says so, which is asked for once', async (t) => {
  const { clock, end, record, lists, listed } = await recordedWorld(t);
  end(fullPage);
  for (let minutes = 0; minutes < 60; minutes++) {
    await record();
    await clock.advance(minuteMs);
  }
  t.is(lists(), 1);
  t.is((await listed()).length, 50);
});

test('a first chain that ends with a full page is refused where more is listed', async (t) => {
  const world = await polledChain(t, newYorkInstant(day, '10:30'));
  const whole = chainAnswer({ expiration: day, spot: 671.1, quotedAt: world.clock.now() });
  world.serve(() => whole.slice(0, 20));
  world.list(() => whole);
  world.end(fullPage);
  await t.throwsAsync(world.poll(day), { message: /30 of 50 listed contracts are not in it/ });
});

test('where the list cannot be had a chain in doubt is refused, and the list is not asked for at every poll', async (t) => {
  const { clock, end, list, poll, lists } = await recordedWorld(t);
  end(fullPage);
  list(() => {
    throw new UpstreamError('server', 'The API answered 503: no healthy upstream');
  });
  for (let minutes = 0; minutes < 31; minutes++) {
    await t.throwsAsync(poll(day), { message: /could not be asked: The API answered 503/ });
    await clock.advance(minuteMs);
  }
  t.is(lists(), 3);
});

test('a list without a call left is asked for at the next poll', async (t) => {
  const { end, list, poll, whole } = await recordedWorld(t);
  end(fullPage);
  list(() => {
    throw new UpstreamError('budget', 'This minute’s calls are used up.');
  });
  await t.throwsAsync(poll(day));
  list(whole);
  t.is((await poll(day)).contracts.length, 50);
});

test('a row that is refused for good keeps its own contract, and no other that is gone', async (t) => {
  const { clock, serve, list, whole, record, listed } = await recordedWorld(t);
  const spoilt = () => {
    const [own, ...others] = whole() as { open_interest?: unknown }[];
    return [{ ...own, open_interest: -5 }, ...others];
  };
  serve(spoilt);
  await record();
  t.is((await listed()).length, 50, 'its own');
  const gone = 'SPY261123P00683000';
  serve(() => spoilt().slice(0, -1));
  list(() => whole().slice(0, -1));
  await record();
  t.is((await listed()).length, 49);
  t.false((await listed()).includes(gone));

  // The same where the row says not even whose it is.
  serve(() => [null, ...whole().slice(1, -1)]);
  await record();
  t.is((await listed()).length, 49, 'the one that it stands for is listed');
  await clock.advance(15 * minuteMs);
  list(() => whole().slice(1, -1));
  await record();
  t.is((await listed()).length, 48);
  t.false((await listed()).includes(first));
});
