import test from 'ava';
import { systemClock } from '../../../src/base/clock.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { openLink } from '../../../src/protocol/connection/link.ts';
import type { PlannedPoll } from '../../../src/protocol/recorded.ts';
import { type PolledDaemon, startPolledDaemon } from '../polled-daemon.ts';
import { busiestMinute } from '../session-run.ts';

const minute = 60_000;
const beforeBell = newYorkInstant('2026-11-23', '09:29');

const callsOf = ({ database }: PolledDaemon) =>
  database.prepare<[], number>('select timestamp from api_requests_log order by timestamp').pluck().all();

/** How many quotes and chains of each symbol were recorded from an instant on. */
const recordedSince = ({ database }: PolledDaemon, from: number) =>
  Object.fromEntries(
    database
      .prepare<[number, number], { name: string; count: number }>(
        `select 'quotes ' || symbol as name, count(*) as count from spy_quotes where received_at >= ? group by symbol
         union all
         select 'chains ' || underlying, count(*) from chain_polls where timestamp >= ? group by underlying`,
      )
      .all(from, from)
      .map(({ name, count }) => [name, count]),
  );

const intervalsOf = (plan: readonly PlannedPoll[] = []) =>
  Object.fromEntries(plan.map(({ job, intervalMs }) => [job, intervalMs && intervalMs / 1000]));

test.serial(
  'two underlyings are recorded alike, each without a gap, and every client is shown both',
  async (t) => {
    t.timeout(240_000);
    const daemon = await startPolledDaemon(t, {
      at: beforeBell,
      settings: { recordSymbols: ['SPY', 'QQQ'] },
    });
    const { link, clock } = daemon;
    const levels: string[] = [];
    link.onEvent(({ name, payload }) => {
      if (name === 'recorded-levels') levels.push((payload as { symbol: string }).symbol);
    });
    await link.request('subscribe', {});
    await clock.advance(minute);
    const from = clock.now();
    await clock.advance(10 * minute);
    const { hello, coverage, jobs, budget } = await link.request('status', {});
    t.deepEqual(hello.symbols, ['SPY', 'QQQ']);
    t.deepEqual(
      coverage.map(({ job, symbol, ratio, gaps }) => [job, symbol, ratio, gaps]),
      [
        ['quote', 'SPY', 1, 0],
        ['chain', 'SPY', 1, 0],
        ['quote QQQ', 'QQQ', 1, 0],
        ['chain QQQ', 'QQQ', 1, 0],
      ],
    );
    t.deepEqual(recordedSince(daemon, from + 1), {
      ...{ 'quotes SPY': 40, 'quotes QQQ': 40, 'chains SPY': 10, 'chains QQQ': 10 },
    });
    t.deepEqual(
      jobs.slice(0, 6).map(({ name }) => name),
      ['quote', 'chain', 'quote QQQ', 'chain QQQ', 'bars', 'bars QQQ'],
    );
    t.true(busiestMinute(callsOf(daemon)) <= budget.callsPerMinute);
    t.deepEqual([...new Set(levels)].sort(), ['QQQ', 'SPY']);
    const { recorded, watch } = await link.request('subscribe', {});
    t.deepEqual(
      watch.map(({ symbol }) => symbol),
      ['SPY', 'QQQ'],
    );
    for (const { symbol, quote, levels: shown } of recorded!) {
      t.is(quote?.symbol, symbol);
      t.is(shown?.underlying, symbol);
      t.false('profile' in shown!);
    }
  },
);

test.serial('a client that turns to a recorded symbol gets what is recorded, and refreshes it', async (t) => {
  t.timeout(240_000);
  const daemon = await startPolledDaemon(t, {
    at: beforeBell + 10 * minute,
    settings: { recordSymbols: ['SPY', 'QQQ'] },
  });
  const { clock, socketPath, link } = daemon;
  await clock.advance(2 * minute);
  const other = await openLink({ socketPath, clock: systemClock(), appVersion: '0.0.0', client: 'test' });
  t.teardown(other.close);
  const before = callsOf(daemon).length;
  const { subscription, chain, levels } = await other.request('subscribe', { symbol: 'QQQ' });
  t.like(subscription, { symbol: 'QQQ', expiration: null });
  t.deepEqual(subscription.jobs, { quote: 'quote QQQ', chain: 'chain QQQ', bars: 'bars QQQ' });
  t.is(chain?.underlying, 'QQQ');
  t.is(levels?.underlying, 'QQQ');
  await clock.advance(1000);
  t.is(callsOf(daemon).length, before, 'looking at it costs nothing');
  const answered = link.request('refresh', { job: 'quote', force: true, symbol: 'QQQ' });
  await clock.advance(2100);
  t.like((await answered)[0], { job: 'quote QQQ', isOk: true });
  await t.throwsAsync(link.request('refresh', { job: 'quote', symbol: 'IWM' }), {
    message: /IWM is not polled/,
  });
});

test.serial('on five calls a minute what is given up is what was said, and the first goes on', async (t) => {
  t.timeout(240_000);
  const daemon = await startPolledDaemon(t, {
    at: beforeBell,
    settings: { recordSymbols: ['SPY', 'QQQ', 'IWM'], callsPerMinute: 5 },
  });
  const { link, clock } = daemon;
  const said = (await link.request('usage.get', {})).plan;
  t.deepEqual(intervalsOf(said), {
    ...{ quote: 60, chain: 150, 'quote QQQ': 75, 'chain QQQ': 300 },
    ...{ 'quote IWM': null, 'chain IWM': null },
  });
  t.is(said!.at(-1)!.reason, 'not recorded: 5 calls a minute are too few');
  // The weeks of bars that a first start fetches take calls in the first minutes.
  await clock.advance(11 * minute);
  const from = clock.now();
  await clock.advance(30 * minute);
  const { coverage, jobs } = await link.request('status', {});
  t.deepEqual((await link.request('usage.get', {})).plan, said);
  t.true(busiestMinute(callsOf(daemon)) <= 5, `${busiestMinute(callsOf(daemon))}`);
  const found = recordedSince(daemon, from + 1);
  t.deepEqual(found, { 'quotes SPY': 30, 'quotes QQQ': 24, 'chains SPY': 12, 'chains QQQ': 6 });
  const gaps = daemon.database
    .prepare<[number], string>(
      "select underlying || ' ' || job || ': ' || reason from poll_gaps where started_at >= ?",
    )
    .pluck()
    .all(from);
  t.deepEqual(gaps, []);
  t.deepEqual(
    coverage
      .filter(({ symbol }) => symbol === 'IWM')
      .map(({ job, ratio, gaps: missed, open }) => [job, ratio, missed, open]),
    [
      ['quote IWM', null, 0, null],
      ['chain IWM', null, 0, null],
    ],
  );
  t.is(jobs.find(({ name }) => name === 'chain IWM')!.reason, said!.at(-1)!.reason!);
});

test.serial('what fails of one underlying is a gap and a problem of that one', async (t) => {
  t.timeout(240_000);
  const at = newYorkInstant('2026-11-23', '10:00');
  let isOut = false;
  const daemon = await startPolledDaemon(t, {
    at,
    settings: { recordSymbols: ['SPY', 'QQQ'], retries: 0 },
    httpGet: async (url, options) => {
      const { httpGet } = await import('../../../src/sources/polygon/http/http-get.ts');
      return await httpGet(isOut ? url.replace('options/QQQ', 'nothing/QQQ') : url, options);
    },
  });
  const { link, clock, database } = daemon;
  await clock.advance(2 * minute);
  isOut = true;
  await clock.advance(3 * minute);
  const { health, coverage } = await link.request('status', {});
  t.deepEqual(
    health.problems.map(({ subject }) => subject),
    ['chain QQQ'],
  );
  t.deepEqual(
    coverage.filter(({ open }) => open).map(({ job }) => job),
    ['chain QQQ'],
  );
  isOut = false;
  await clock.advance(2 * minute);
  t.deepEqual((await link.request('status', {})).health.problems, []);
  const rows = database
    .prepare<[number], object>(
      'select underlying, job, ended_at is null as is_open from poll_gaps where started_at > ? order by id',
    )
    .all(at);
  t.deepEqual(rows, [{ underlying: 'QQQ', job: 'chain', is_open: 0 }]);
});

test.serial('alert rules are watched on the chain of each recorded underlying', async (t) => {
  t.timeout(240_000);
  const { link, clock } = await startPolledDaemon(t, {
    at: newYorkInstant('2026-11-23', '10:00'),
    settings: {
      recordSymbols: ['SPY', 'QQQ'],
      alertRules: ['iv > 1%', 'QQQ iv > 1%', 'QQQ stale > 2m', 'IWM iv > 1%'],
    },
  });
  await clock.advance(2 * minute);
  const { rules } = await link.request('alerts.get', {});
  t.deepEqual(
    rules.map(({ text, isMet, idle }) => [text, isMet, idle]),
    [
      ['iv > 1%', true, null],
      ['QQQ iv > 1%', true, null],
      ['QQQ stale > 2m', false, null],
      ['IWM iv > 1%', null, 'only the chains of SPY and QQQ are recorded'],
    ],
  );
  t.not(rules[0]!.value, rules[1]!.value);
});
