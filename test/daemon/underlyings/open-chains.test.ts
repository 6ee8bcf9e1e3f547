import test, { type ExecutionContext } from 'ava';
import { systemClock } from '../../../src/base/clock.ts';
import { maxSubscriptions } from '../../../src/daemon/underlyings/chains/open-chains.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { Snapshot } from '../../../src/protocol/events.ts';
import type { DaemonEvent } from '../../../src/protocol/connection/link-messages.ts';
import { type Link, openLink } from '../../../src/protocol/connection/link.ts';
import { protocolVersion } from '../../../src/protocol/version.ts';
import { until } from '../../support/until.ts';
import { type PolledDaemon, startPolledDaemon } from '../polled-daemon.ts';
import { long } from '../../support/long.ts';

const from = newYorkInstant('2026-11-23', '10:30');
const minute = 60_000;

/** One more client of a daemon, and what it hears. */
async function client(t: ExecutionContext, { socketPath }: PolledDaemon) {
  const link = await openLink({ socketPath, clock: systemClock(), appVersion: '0.0.0', client: 'test' });
  t.teardown(link.close);
  const events: DaemonEvent[] = [];
  link.onEvent((event) => events.push(event));
  return { link, events };
}

const chainsOf = (events: readonly DaemonEvent[]) => [
  ...new Set(
    events.flatMap((event) =>
      event.name === 'chain' ? [`${event.payload.underlying} ${event.payload.expiration}`] : [],
    ),
  ),
];
const levelsOf = (events: readonly DaemonEvent[]) => [
  ...new Set(
    events.flatMap((event) =>
      event.name === 'levels' ? [`${event.payload.underlying} ${event.payload.expiration}`] : [],
    ),
  ),
];
const quotesOf = (events: readonly DaemonEvent[]) => [
  ...new Set(events.flatMap((event) => (event.name === 'quote' ? [event.payload.symbol] : []))).values(),
];

const jobNames = async (link: Link) => (await link.request('status', {})).jobs.map(({ name }) => name);
const callsOf = ({ database }: PolledDaemon) =>
  database.prepare<[], number>('select count(*) from api_requests_log').pluck().get()!;

test('each client hears of the chain that it looks at, and of the quotes of all', async (t) => {
  const daemon = await startPolledDaemon(t, { at: from });
  const spy = await client(t, daemon);
  const qqq = await client(t, daemon);
  const own = await spy.link.request('subscribe', {});
  t.like(own.subscription, { symbol: 'SPY', expiration: null, jobs: { quote: 'quote', chain: 'chain' } });
  const first = await qqq.link.request('subscribe', { symbol: 'QQQ' });
  t.like(first.subscription, {
    symbol: 'QQQ',
    expiration: null,
    jobs: { quote: 'watch', chain: 'chain QQQ' },
  });
  t.deepEqual(first.subscription.expirations.slice(0, 3), ['2026-11-23', '2026-11-24', '2026-11-25']);
  t.is(first.chain, null, 'nothing of another symbol stands in for what is not there yet');
  t.is(first.quote, null);
  t.deepEqual(
    first.watch.map(({ symbol }) => symbol),
    ['SPY', 'QQQ'],
  );
  await daemon.clock.advance(3 * minute);
  t.deepEqual(chainsOf(qqq.events), ['QQQ 2026-11-23']);
  t.deepEqual(levelsOf(qqq.events), ['QQQ 2026-11-23']);
  t.deepEqual(quotesOf(qqq.events).sort(), ['QQQ', 'SPY']);
  t.deepEqual(chainsOf(spy.events), ['SPY 2026-11-23']);
  t.deepEqual(levelsOf(spy.events), ['SPY 2026-11-23']);
  t.deepEqual(quotesOf(spy.events).sort(), ['QQQ', 'SPY']);
  const again = await qqq.link.request('subscribe', { symbol: 'QQQ' });
  t.is(again.chain?.underlying, 'QQQ');
  t.true(again.chain!.contracts.length > 300);
  t.is(again.quote?.symbol, 'QQQ');
  t.is(again.levels?.underlying, 'QQQ');
  t.true(again.levelsHistory.length > 1);
  t.is(again.priceLine?.symbol, 'QQQ');
  t.true(again.priceLine!.points.length > 50, 'the minutes since the bell');
  t.is((await spy.link.request('subscribe', {})).chain?.underlying, 'SPY');
});

long('what nobody looks at any more is not polled any more, and what was recorded stays', async (t) => {
  const daemon = await startPolledDaemon(t, { at: from });
  const one = await client(t, daemon);
  const two = await client(t, daemon);
  await one.link.request('subscribe', { symbol: 'QQQ' });
  await two.link.request('subscribe', { symbol: 'QQQ' });
  await daemon.clock.advance(2 * minute);
  t.deepEqual(
    (await jobNames(daemon.link)).filter((name) => /QQQ|watch/.test(name)),
    ['chain QQQ', 'bars QQQ', 'watch'],
  );
  one.link.close();
  await one.link.closed;
  await daemon.clock.advance(2 * minute);
  t.true((await jobNames(daemon.link)).includes('chain QQQ'), 'somebody still looks at it');
  await two.link.request('subscribe', {});
  t.false((await jobNames(daemon.link)).some((name) => /QQQ|watch/.test(name)));
  const polls = daemon.database.prepare("select count(*) from chain_polls where underlying = 'QQQ'").pluck();
  const recorded = polls.get() as number;
  t.true(recorded >= 4, `${recorded}`);
  t.true(
    (daemon.database
      .prepare("select count(*) from spy_quotes where symbol = 'QQQ'")
      .pluck()
      .get() as number) >= 8,
  );
  const before = callsOf(daemon);
  await daemon.clock.advance(10 * minute);
  t.is(polls.get(), recorded);
  // Four quotes a minute, and a chain in two pages.
  t.is(callsOf(daemon) - before, 10 * 6);
});

test('what is recorded of a chain follows the snapshot of a client that turns to it', async (t) => {
  const first = await startPolledDaemon(t, { at: from });
  const before = await client(t, first);
  await before.link.request('subscribe', { symbol: 'QQQ' });
  await first.clock.advance(3 * minute);
  const known = await before.link.request('subscribe', { symbol: 'QQQ' });
  t.true(known.levelsHistory.length > 1);
  await first.close();

  const daemon = await startPolledDaemon(t, { at: from + 10 * minute, dir: first.dir });
  const { link, events } = await client(t, daemon);
  const snapshot = await link.request('subscribe', { symbol: 'QQQ' });
  const { quote, chain, levels, levelsHistory, priceLine } = snapshot;
  t.deepEqual(
    { quote, chain, levels, levelsHistory, priceLine },
    { quote: null, chain: null, levels: null, levelsHistory: [], priceLine: null },
    'the answer waits for no read',
  );
  await daemon.clock.advance(0);
  await until(() => events.some(({ name }) => name === 'price-line'));
  const recorded = ['chain', 'levels-history', 'levels'];
  const own = events.filter(({ name }) => recorded.includes(name));
  t.deepEqual(
    own.slice(0, 3).map(({ name }) => name),
    recorded,
  );
  t.deepEqual(own[0]?.payload, known.chain);
  t.deepEqual(own[1]?.payload, { symbol: 'QQQ', points: known.levelsHistory });
  t.deepEqual(own[2]?.payload, known.levels);
});

test('a later expiration is recorded beside the nearest one, and nothing of it gets into the day’s levels', async (t) => {
  const daemon = await startPolledDaemon(t, { at: from });
  const friday = await client(t, daemon);
  const { subscription } = await friday.link.request('subscribe', { expiration: '2026-11-27' });
  t.like(subscription, { symbol: 'SPY', expiration: '2026-11-27', jobs: { quote: 'quote', bars: 'bars' } });
  t.is(subscription.jobs.chain, 'chain SPY 2026-11-27');
  await daemon.clock.advance(3 * minute);
  t.deepEqual(chainsOf(friday.events), ['SPY 2026-11-27']);
  t.deepEqual(levelsOf(friday.events), ['SPY 2026-11-27']);
  const rows = (table: string) =>
    daemon.database
      .prepare<[], string>(
        `select distinct expiration_date from ${table} where underlying = 'SPY' order by 1`,
      )
      .pluck()
      .all();
  t.deepEqual(rows('chain_polls'), ['2026-11-23', '2026-11-27']);
  t.deepEqual(rows('chain_metrics'), ['2026-11-23']);
  t.is((await daemon.link.request('chain.get', {}))?.expiration, '2026-11-23');
  t.is((await daemon.link.request('levels.get', {}))?.expiration, '2026-11-23');
  const { chain } = await friday.link.request('subscribe', { expiration: '2026-11-27' });
  t.is(chain?.expiration, '2026-11-27');
});

test('whoever names the nearest expiration by its date moves on to the next with everybody else', async (t) => {
  const daemon = await startPolledDaemon(t, { at: newYorkInstant('2026-11-23', '16:10') });
  const by = await client(t, daemon);
  const { subscription } = await by.link.request('subscribe', { symbol: 'SPY', expiration: '2026-11-23' });
  t.like(subscription, { expiration: null, jobs: { chain: 'chain' } });
  await daemon.clock.advance(40 * minute);
  t.deepEqual(chainsOf(by.events), ['SPY 2026-11-23', 'SPY 2026-11-24']);
});

long('options that have expired are not asked for any more', async (t) => {
  const daemon = await startPolledDaemon(t, {
    at: newYorkInstant('2026-11-23', '16:10'),
    settings: {
      quoteSeconds: 3600,
      quoteExtendedSeconds: 3600,
      chainSeconds: 3600,
      chainExtendedSeconds: 86_400,
    },
  });
  const by = await client(t, daemon);
  await by.link.request('subscribe', { expiration: '2026-11-24' });
  await daemon.clock.advance(newYorkInstant('2026-11-24', '16:20') - daemon.clock.now());
  const { jobs } = await by.link.request('status', {});
  const job = jobs.find(({ name }) => name === 'chain SPY 2026-11-24');
  t.like(job, { nextAt: null, reason: 'these options have expired' });
});

long('a date without contracts says so, and is not asked for every minute', async (t) => {
  const daemon = await startPolledDaemon(t, { at: from });
  const by = await client(t, daemon);
  // BRK.B's options expire on Fridays.
  await by.link.request('subscribe', { symbol: 'BRK.B', expiration: '2026-11-25' });
  await daemon.clock.advance(10 * minute);
  const { jobs, health } = await by.link.request('status', {});
  const job = jobs.find(({ name }) => name === 'chain BRK.B 2026-11-25');
  t.is(job?.lastError, 'The API lists no BRK.B contracts of 2026-11-25.');
  t.deepEqual(health.problems, [], 'it is nothing that is wrong with recording');
  const asked = daemon.database
    .prepare<[], number>(
      "select count(*) from api_requests_log where endpoint = '/v3/snapshot/options/{underlying}'",
    )
    .pluck()
    .get()!;
  // A chain of two pages at the start and each minute after it, and the one that came back empty.
  t.is(asked, 11 * 2 + 1);
  const weekly = await by.link.request('subscribe', { symbol: 'BRK.B' });
  await daemon.clock.advance(2000);
  t.is(weekly.subscription.expirations[0], '2026-11-27');
  t.deepEqual(chainsOf(by.events), ['BRK.B 2026-11-27']);
});

long('one client more than can be served keeps what it looked at', async (t) => {
  const daemon = await startPolledDaemon(t, { at: from });
  const dates = (await daemon.link.request('subscribe', {})).subscription.expirations.slice(
    1,
    maxSubscriptions + 2,
  );
  for (const expiration of dates.slice(0, maxSubscriptions)) {
    await (await client(t, daemon)).link.request('subscribe', { expiration });
  }
  const late = await client(t, daemon);
  await late.link.request('subscribe', { expiration: dates[0]! });
  const refused = await t.throwsAsync(
    late.link.request('subscribe', { expiration: dates[maxSubscriptions]! }),
  );
  t.regex(refused!.message, /8 chains already/);
  await daemon.clock.advance(2 * minute);
  t.deepEqual(chainsOf(late.events), [`SPY ${dates[0]}`]);
});

test('a refresh is of what the client looks at', async (t) => {
  const daemon = await startPolledDaemon(t, { at: from });
  const by = await client(t, daemon);
  await by.link.request('subscribe', { symbol: 'IWM' });
  await daemon.clock.advance(20_000);
  const refresh = async (link: Link) => {
    const answered = link.request('refresh', { job: 'all', force: true });
    await daemon.clock.advance(3000);
    return (await answered).map(({ job, message }) => `${job}: ${message.split(' ').slice(0, 1)}`);
  };
  t.deepEqual((await refresh(by.link)).slice(0, 2), [
    'watch: IWM',
    'chain IWM: 350'.replace(
      '350',
      String((await by.link.request('chain.get', { symbol: 'IWM' }))!.contracts.length),
    ),
  ]);
  t.is((await refresh(daemon.link))[0], 'quote: SPY');
});

test('a subscription of an older client is one to the main symbol', async (t) => {
  const daemon = await startPolledDaemon(t, { at: from });
  const snapshot: Snapshot = await daemon.link.request('subscribe', {});
  t.is(snapshot.quote?.symbol, 'SPY');
  t.is(snapshot.chain?.underlying, 'SPY');
  t.is(
    (await daemon.link.request('hello', { protocolVersion, appVersion: '0.0.0', client: 'x' })).symbol,
    'SPY',
  );
});
