import test from 'ava';
import { systemClock } from '../../../src/base/clock.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { openLink } from '../../../src/protocol/connection/link.ts';
import type { JobCoverage } from '../../../src/protocol/state.ts';
import type { Profile } from '../../../src/simulator/profiles.ts';
import { type PolledDaemon, startPolledDaemon } from '../polled-daemon.ts';
import { long } from '../../support/long.ts';

const minute = 60_000;

/** The most calls in any 60 seconds, both ends included. */
function busiestMinute({ database }: PolledDaemon): number {
  const times = database
    .prepare<[], number>('select timestamp from api_requests_log order by timestamp')
    .pluck()
    .all();
  let max = 0;
  for (let first = 0, last = 0; last < times.length; last++) {
    while (times[last]! - times[first]! > minute) first++;
    max = Math.max(max, last - first + 1);
  }
  return max;
}

/** Of each symbol, how many quotes and polls of a chain were recorded from some minutes after the start on. */
function recorded({ database }: PolledDaemon, from: number): Record<string, number> {
  const rows = database
    .prepare<[number, number], { name: string; count: number }>(
      `select 'quotes ' || symbol as name, count(*) as count from spy_quotes where received_at >= ? group by symbol
       union all
       select 'chains ' || underlying || ' ' || expiration_date, count(*) from chain_polls where timestamp >= ?
       group by underlying, expiration_date order by 1`,
    )
    .all(from, from);
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

const gapsOf = (coverage: readonly JobCoverage[]) =>
  coverage.map(({ job, gaps, open }) => `${job}: ${gaps} ${open ? 'open' : ''}`.trim());

async function watchedDaemon(
  t: Parameters<typeof startPolledDaemon>[0],
  profile: Profile,
  callsPerMinute: number | null,
) {
  // From the bell on, so that nothing is missing from before the start.
  const at = newYorkInstant('2026-11-23', '09:29');
  const daemon = await startPolledDaemon(t, {
    at,
    simulator: { profile },
    settings: { symbols: ['SPY', 'QQQ', 'IWM'], callsPerMinute },
  });
  await daemon.link.request('subscribe', {});
  const { socketPath } = daemon;
  const other = await openLink({ socketPath, clock: systemClock(), appVersion: '0.0.0', client: 'test' });
  t.teardown(other.close);
  return { daemon, other, at };
}

long.serial(
  'with calls to spare nobody waits: all quotes in one call, and both chains every minute',
  async (t) => {
    t.timeout(240_000);
    const { daemon, other, at } = await watchedDaemon(t, 'advanced', null);
    await daemon.clock.advance(11 * minute);
    await other.request('subscribe', { symbol: 'QQQ' });
    await daemon.clock.advance(20 * minute);
    const { coverage, budget } = await daemon.link.request('status', {});
    t.deepEqual(gapsOf(coverage), ['quote: 0', 'chain: 0']);
    t.true(busiestMinute(daemon) <= budget.callsPerMinute);
    t.deepEqual(recorded(daemon, at + 11.5 * minute), {
      'chains QQQ 2026-11-23': 20,
      'chains SPY 2026-11-23': 20,
      'quotes IWM': 79,
      'quotes QQQ': 79,
      'quotes SPY': 79,
    });
    const unified = daemon.database
      .prepare<[], number>("select count(*) from api_requests_log where endpoint = '/v3/snapshot'")
      .pluck()
      .get()!;
    // Before the bell once a minute, then every 15 seconds, whatever the list holds.
    t.true(unified >= 120 && unified <= 125, `${unified}`);
  },
);

long.serial(
  'on five calls a minute the main symbol is recorded without a gap, and the others in what is left',
  async (t) => {
    t.timeout(240_000);
    const { daemon, other, at } = await watchedDaemon(t, 'advanced', 5);
    await daemon.clock.advance(11 * minute);
    const switchedAt = daemon.clock.now();
    await other.request('subscribe', { symbol: 'QQQ' });
    await daemon.clock.advance(60 * minute);
    const answered = daemon.link.request('refresh', { job: 'quote', force: true });
    await daemon.clock.advance(2100);
    t.true((await answered)[0]!.isOk, 'a call is kept back for the user');
    const { coverage, jobs } = await daemon.link.request('status', {});
    // In the first minutes the weeks of bars that a first start fetches take calls, watch list or not; and the one who
    // turns to QQQ takes two at once, as a refresh by key does.
    const gaps = daemon.database
      .prepare<[number, number, number], string>(
        "select job || ': ' || reason from poll_gaps where started_at > ? and started_at not between ? and ?",
      )
      .pluck()
      .all(at + 6 * minute, switchedAt, switchedAt + 1.5 * minute);
    t.deepEqual(gaps, []);
    t.true(coverage.every(({ ratio }) => ratio! > 0.95));
    t.true(busiestMinute(daemon) <= 5, `${busiestMinute(daemon)}`);
    const found = recorded(daemon, at + 11 * minute);
    t.log(
      found,
      jobs.map(({ name, reason }) => `${name}: ${reason}`),
    );
    t.true(found['quotes SPY']! >= 75 && found['chains SPY 2026-11-23']! >= 23, JSON.stringify(found));
    t.true(found['quotes QQQ']! >= 25 && found['quotes IWM']! >= 25, JSON.stringify(found));
    t.true(found['chains QQQ 2026-11-23']! >= 8, JSON.stringify(found));
  },
);

test.serial('the free plan’s closing prices of the list are asked for once a day', async (t) => {
  const { daemon, at } = await watchedDaemon(t, 'basic', null);
  await daemon.clock.advance(90 * minute);
  t.true(busiestMinute(daemon) <= 5, `${busiestMinute(daemon)}`);
  const found = recorded(daemon, at);
  t.is(found['quotes QQQ'], 1);
  t.is(found['quotes IWM'], 1);
  const { jobs } = await daemon.link.request('status', {});
  t.regex(jobs.find(({ name }) => name === 'watch')!.reason, /^once a day, Tue 00:15/);
  const { watch } = await daemon.link.request('subscribe', {});
  t.deepEqual(
    watch.map(({ symbol, quote }) => `${symbol} ${quote?.tier}`),
    ['SPY end-of-day', 'QQQ end-of-day', 'IWM end-of-day'],
  );
});

long.serial('a plan without stock prices is asked for one symbol of the list after the other', async (t) => {
  const { daemon, at } = await watchedDaemon(t, 'options-only', null);
  await daemon.clock.advance(30 * minute);
  const { coverage } = await daemon.link.request('status', {});
  t.deepEqual(gapsOf(coverage).at(-1), 'chain: 0');
  const found = recorded(daemon, at);
  t.true(found['quotes QQQ']! >= 1 && found['quotes IWM']! >= 1, JSON.stringify(found));
});

test.serial(
  'a misspelt symbol of the list is named, and holds up neither the others nor the main symbol',
  async (t) => {
    const at = newYorkInstant('2026-11-23', '09:29');
    const daemon = await startPolledDaemon(t, { at, settings: { symbols: ['SPY', 'QQQQ', 'IWM'] } });
    await daemon.clock.advance(5 * minute);
    const { health, coverage } = await daemon.link.request('status', {});
    t.deepEqual(
      health.problems.map(({ subject, message }) => `${subject}: ${message}`),
      ['watch QQQQ: The API knows no symbol QQQQ.'],
    );
    t.deepEqual(gapsOf(coverage), ['quote: 0', 'chain: 0']);
    t.true(recorded(daemon, at)['quotes IWM']! >= 15);
  },
);
