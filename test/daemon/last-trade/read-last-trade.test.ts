import test from 'ava';
import type { LastTradeReport } from '../../../src/market/quotes/last-trade.ts';
import type { Profile } from '../../../src/simulator/profiles.ts';
import { type PolledDaemon, startPolledDaemon } from '../polled-daemon.ts';
import { midSession } from '../support.ts';

const contract = 'SPY261123C00670000';
const saturday = Date.parse('2026-11-21T15:00:00Z');

async function read(
  { link, clock }: PolledDaemon,
  params: { symbol?: string; force?: boolean } = {},
): Promise<LastTradeReport> {
  const answered = link.request('last-trade.get', params);
  await clock.advance(2500);
  return await answered;
}

const start = (t: Parameters<typeof startPolledDaemon>[0], profile: Profile, at = midSession) =>
  startPolledDaemon(t, { at, simulator: { profile } });

/** Requests that the daemon logged since, by path. */
const callsOf = ({ database }: PolledDaemon, endpoint: string) =>
  database
    .prepare<[string], number>('select count(*) from api_requests_log where endpoint = ?')
    .pluck()
    .get(endpoint)!;

test('on the largest plan a stock has its last trade and both sides, by the names of their exchanges', async (t) => {
  const running = await start(t, 'advanced');
  const tape = await read(running);
  t.like(tape, { symbol: 'SPY', kind: 'stock', source: 'polygon', snapshot: null });
  t.is(tape.trade.problem, null);
  t.is(tape.trade.tier, 'real-time');
  t.true(tape.trade.value!.conditions.includes('Intermarket Sweep'), tape.trade.value!.conditions.join());
  for (const name of [tape.trade.value!.exchange, tape.quote!.value!.bid.exchange]) {
    t.regex(name!, /^[A-Z][A-Za-z ,.']+$/);
  }
  t.true(Math.abs(tape.at - tape.trade.value!.tradedAt!) < 60_000);
  const { bid, ask } = tape.quote!.value!;
  t.true(bid.price! < ask.price! && bid.size! > 0 && ask.size! > 0);
});

test('a contract is asked about in any of its forms, with quote, greeks, open interest and last trade', async (t) => {
  const running = await start(t, 'advanced');
  const spot = (await read(running)).trade.value!.price;
  const tail = `261123C00${Math.round(spot)}000`;
  for (const symbol of [`SPY${tail}`, `O:SPY${tail}`, `SPY   ${tail}`]) {
    const { snapshot, trade, ...rest } = await read(running, { symbol });
    t.like(rest, { symbol: `SPY${tail}`, kind: 'option', quote: null });
    t.like(snapshot, { tier: 'real-time', problem: null });
    const { contract: row, quote, day, underlyingPrice } = snapshot!.value!;
    t.true(row.delta! > 0 && row.openInterest! >= 0 && row.impliedVolatility! > 0);
    t.true(quote!.bid.price! > 0 && /^[A-Z]/.test(quote!.ask.exchange!));
    t.is(day!.date, '2026-11-23');
    t.true(underlyingPrice! > 100);
    t.like(trade, { tier: 'real-time', problem: null });
    t.deepEqual(trade.value!.conditions, ['Automatic Execution']);
  }
});

test('what a plan refuses says which plan gives it, and is not asked for again until it is forced', async (t) => {
  const running = await start(t, 'developer');
  const tape = await read(running);
  t.like(tape.trade, { tier: 'delayed', problem: null });
  t.is(tape.quote!.value, null);
  t.is(tape.quote!.problem!.code, 'not_entitled');
  t.regex(tape.quote!.problem!.message, /Stocks Advanced plan/);
  await read(running);
  t.is(callsOf(running, '/v2/last/nbbo/{ticker}'), 1);
  running.simulator.setProfile('advanced');
  t.is((await read(running)).quote!.value, null);
  const forced = await read(running, { force: true });
  t.truthy(forced.quote!.value);
  t.is(callsOf(running, '/v2/last/nbbo/{ticker}'), 2);
});

test('on the smallest options plan a contract has a snapshot without quote, and its trade needs a larger one', async (t) => {
  const { snapshot, trade } = await read(await start(t, 'starter'), { symbol: contract });
  t.like(snapshot, { tier: 'delayed', problem: null });
  t.is(snapshot!.value!.quote, null);
  t.truthy(snapshot!.value!.contract.delta);
  t.regex(trade.problem!.message, /Options Developer plan/);
});

test('the refusal of a contract’s trade says nothing of the trades of stocks', async (t) => {
  const running = await start(t, 'options-only');
  await running.clock.advance(120_000);
  t.regex((await read(running)).trade.problem!.message, /Stocks Developer plan/);
  const { trade } = await read(running, { symbol: contract });
  t.truthy(trade.value);
  t.is(trade.tier, 'delayed');
});

test('on the free plan nothing is there, each part says why, and the calls are spent once', async (t) => {
  const running = await start(t, 'basic');
  await running.clock.advance(180_000);
  const tape = await read(running);
  t.deepEqual(
    [tape.trade, tape.quote!].map(({ value, problem }) => [value, problem!.code]),
    [
      [null, 'not_entitled'],
      [null, 'not_entitled'],
    ],
  );
  const sent = running.sent();
  await read(running);
  t.is(running.sent(), sent);
  t.is(callsOf(running, '/v3/reference/exchanges'), 0, 'no names where there is nothing to name');
});

test('names are asked for once a week, also across restarts', async (t) => {
  const first = await start(t, 'advanced');
  await read(first);
  await first.clock.advance(20_000);
  await read(first);
  t.is(callsOf(first, '/v2/last/trade/{ticker}'), 2);
  t.is(callsOf(first, '/v3/reference/exchanges'), 1);
  t.is(callsOf(first, '/v3/reference/conditions'), 1);
  const { dir } = first;
  await first.close();
  const week = 7 * 86_400_000;
  const second = await startPolledDaemon(t, { at: midSession + week - 60_000, dir });
  t.truthy((await read(second)).trade.value!.exchange);
  t.is(callsOf(second, '/v3/reference/exchanges'), 1);
  await second.clock.advance(120_000);
  await read(second);
  t.is(callsOf(second, '/v3/reference/exchanges'), 2);
});

test('while nothing trades one answer is enough, and its tier is that of the plan', async (t) => {
  const running = await start(t, 'advanced', saturday);
  const tape = await read(running);
  t.is(tape.trade.tier, 'real-time');
  t.is(tape.quote!.tier, 'real-time');
  t.regex(new Date(tape.trade.value!.tradedAt!).toISOString(), /^2026-11-21T00:5|^2026-11-21T01:00/);
  await running.clock.advance(3_600_000);
  const sent = running.sent();
  const later = await read(running);
  t.is(running.sent(), sent);
  t.is(later.trade.receivedAt, tape.trade.receivedAt);
  t.is(running.sent(), sent);
});

test('while the API is down the last answer stands in, with its time and the reason', async (t) => {
  const running = await start(t, 'advanced');
  const before = await read(running);
  await running.clock.advance(60_000);
  running.simulator.setFault('server-error');
  const answered = running.link.request('last-trade.get', {});
  for (let turns = 0; turns < 40; turns++) await running.clock.advance(1000);
  const after = await answered;
  t.is(after.trade.problem!.code, 'upstream_failed');
  t.is(after.trade.value!.price, before.trade.value!.price);
  t.is(after.trade.receivedAt, before.trade.receivedAt);
});

test('a contract that is not listed and a symbol that is none are told apart', async (t) => {
  const running = await start(t, 'advanced');
  const missing = await read(running, { symbol: 'SPY261123C00000500' });
  t.is(missing.snapshot!.problem!.code, 'no_data');
  await t.throwsAsync(running.link.request('last-trade.get', { symbol: '../x' }), {
    message: /is no symbol/,
  });
});

test('a contract on an index is asked about by the index, not by its root', async (t) => {
  const running = await start(t, 'advanced');
  const { snapshot } = await read(running, { symbol: 'SPXW261123C06600000' });
  t.like(snapshot, { problem: null });
  t.not(snapshot!.value!.contract.openInterest, null);
});
