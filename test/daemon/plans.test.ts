import test from 'ava';
import Database from 'better-sqlite3';
import { virtualClock } from '../../src/base/clock.ts';
import type { Chain, OptionQuote } from '../../src/market/quotes/chain.ts';
import type { DaemonEvent } from '../../src/protocol/connection/link-messages.ts';
import type { JobState } from '../../src/protocol/state.ts';
import { jsonLog } from '../support/json-log.ts';
import { eventOf, firstOf, linkTo, midSession, startSimulator, startTestDaemon } from './support.ts';

/** How many contracts of a chain have a field. */
const having = (chain: Chain, field: keyof OptionQuote) =>
  chain.contracts.filter((option) => option[field] !== null).length;

for (const { profile, quotes, lastTrade, spot, tier } of [
  { profile: 'starter', quotes: false, lastTrade: true, spot: 'quote', tier: 'delayed' },
  { profile: 'developer', quotes: false, lastTrade: true, spot: 'chain', tier: 'delayed' },
  { profile: 'advanced', quotes: true, lastTrade: true, spot: 'chain', tier: 'real-time' },
] as const) {
  test(`on the ${profile} plan the chain has what the plan gives, and nothing else is made up`, async (t) => {
    const clock = virtualClock(midSession);
    const simulator = await startSimulator({ clock, profile });
    t.teardown(simulator.close);
    const running = await startTestDaemon(t, { baseUrl: simulator.url, clock });
    const link = await linkTo(t, running);
    const chain = await firstOf(
      link,
      (snapshot) => snapshot.chain,
      (event) => (event.name === 'chain' ? event.payload : null),
    );
    t.true(chain.contracts.length >= 340, `${chain.contracts.length} contracts`);
    t.is(chain.expiration, '2026-11-23');
    t.is(chain.rejectedRows, 0);
    t.is(chain.tier, tier);
    t.is(having(chain, 'bid') > 0, quotes);
    t.is(having(chain, 'last') > 0, lastTrade);
    t.is(having(chain, 'openInterest'), chain.contracts.length);
    t.true(having(chain, 'delta') > 100);
    t.is(chain.underlyingPriceSource, spot);
    t.false(chain.contracts.some((option) => option.bid === 0 || option.ask === 0 || option.last === 0));
  });
}

test('on the free plan the last close is shown, bars end yesterday, and the chain says which plan it needs', async (t) => {
  // A minute of the plan's budget passes in a second.
  const clock = virtualClock(midSession, 60);
  const simulator = await startSimulator({ clock, profile: 'basic' });
  t.teardown(simulator.close);
  const running = await startTestDaemon(t, { baseUrl: simulator.url, clock });
  const link = await linkTo(t, running);
  const quote = await firstOf(
    link,
    (snapshot) => snapshot.quote,
    (event) => (event.name === 'quote' ? event.payload : null),
  );
  t.is(quote.tier, 'end-of-day');
  t.is(quote.bid, null);
  const isRefused = (jobs: readonly JobState[]) =>
    jobs.some(({ name, lastError }) => name === 'chain' && /Options Starter plan/.test(lastError ?? ''));
  const isSaid = (event: DaemonEvent): event is Extract<DaemonEvent, { name: 'job' }> =>
    event.name === 'job' && isRefused(event.payload);
  const said = eventOf(link, isSaid);
  if (!isRefused((await link.request('status', {})).jobs)) await said;
  const status = await link.request('status', {});
  t.deepEqual(status.health.problems, [], 'a plan’s limits are no trouble');
  const coverage = status.coverage.find(({ job }) => job === 'chain');
  t.like(coverage, { date: '2026-11-23', ratio: null, missingMs: 0, gaps: 0, open: null, latest: [] });
  const chain = await link.request('chain.get', {});
  t.true(chain!.isStrikesOnly);
  t.true(chain!.contracts.length >= 340);
  t.is(having(chain!, 'bid') + having(chain!, 'volume') + having(chain!, 'delta'), 0);
});

test('what is polled is in the database for sqlite3 to read', async (t) => {
  const clock = virtualClock(midSession);
  const simulator = await startSimulator({ clock });
  t.teardown(simulator.close);
  const running = await startTestDaemon(t, { baseUrl: simulator.url, clock });
  const link = await linkTo(t, running);
  const outcomes = await link.request('refresh', { job: 'all' });
  t.true(
    outcomes.every((outcome) => outcome.isOk),
    JSON.stringify(outcomes),
  );
  await running.daemon.close();
  const database = new Database(`${running.dir}/spyglass.sqlite`, { readonly: true });
  t.teardown(() => database.close());
  const count = (sql: string) => database.prepare(sql).pluck().get() as number;
  t.true(count('select count(*) from spy_quotes') >= 1);
  t.true(count("select count(*) from option_contracts where underlying = 'SPY'") >= 340);
  t.true(count("select count(*) from historical_prices where timeframe = 'daily'") >= 18);
  t.true(count('select count(*) from api_requests_log where status_code = 200') >= 6);
  t.true(count('select count(*) from market_data_cache') >= 3);
  t.is(
    count("select count(*) from api_requests_log where endpoint like '%apiKey%' or endpoint like '%?%'"),
    0,
  );
});

test('the key is nowhere in what was written', async (t) => {
  const clock = virtualClock(midSession);
  const simulator = await startSimulator({ clock });
  t.teardown(simulator.close);
  const apiKey = 'key-that-must-not-be-seen';
  const { log, text } = jsonLog();
  const running = await startTestDaemon(t, {
    baseUrl: simulator.url,
    clock,
    apiKey,
    log,
  });
  const link = await linkTo(t, running);
  await link.request('refresh', { job: 'all', force: true });
  simulator.setFault('server-error');
  await link.request('refresh', { job: 'quote', force: true });
  const heard = JSON.stringify([await link.request('status', {}), await link.request('usage.get', {})]);
  await running.daemon.close();
  const database = new Database(`${running.dir}/spyglass.sqlite`, { readonly: true });
  t.teardown(() => database.close());
  t.false(database.serialize().includes(apiKey));
  t.false(heard.includes(apiKey));
  t.true(text().includes('The API answered 500'), 'errors are in the log');
  t.false(text().includes(apiKey));
});
