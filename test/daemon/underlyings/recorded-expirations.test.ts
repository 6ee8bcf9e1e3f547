import test from 'ava';
import { systemClock } from '../../../src/base/clock.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { openLink } from '../../../src/protocol/connection/link.ts';
import { type PolledDaemon, startPolledDaemon } from '../polled-daemon.ts';

const minute = 60_000;

const chainsSince = ({ database }: PolledDaemon, from: number) =>
  Object.fromEntries(
    database
      .prepare<[number], { name: string; count: number }>(
        `select underlying || ' ' || expiration_date as name, count(*) as count from chain_polls
         where timestamp >= ? group by underlying, expiration_date`,
      )
      .all(from)
      .map(({ name, count }) => [name, count]),
  );

test.serial('later expirations are recorded headless, each with its coverage', async (t) => {
  t.timeout(240_000);
  const at = newYorkInstant('2026-11-23', '09:29');
  const daemon = await startPolledDaemon(t, {
    at,
    settings: { recordSymbols: ['SPY', 'QQQ'], recordExpirations: '2' },
  });
  const { link, clock } = daemon;
  await clock.advance(minute);
  const from = clock.now();
  await clock.advance(5 * minute);
  t.deepEqual(chainsSince(daemon, from + 1), {
    ...{ 'SPY 2026-11-23': 5, 'SPY 2026-11-24': 5, 'QQQ 2026-11-23': 5, 'QQQ 2026-11-24': 5 },
  });
  const { coverage, jobs } = await link.request('status', {});
  t.deepEqual(coverage.map(({ job, symbol, ratio, gaps }) => [job, symbol, ratio, gaps]).slice(4), [
    ['chain SPY 2026-11-24', 'SPY', 1, 0],
    ['chain QQQ 2026-11-24', 'QQQ', 1, 0],
  ]);
  t.is(jobs.find(({ name }) => name === 'chain QQQ 2026-11-24')?.reason, 'every 60 s');
  const { recorded } = await link.request('subscribe', {});
  t.deepEqual(recorded![1]!.expirations, ['2026-11-23', '2026-11-24']);
  const { plan } = await link.request('usage.get', {});
  t.is(plan!.length, 6);
});

test.serial(
  'the day after, the next expirations follow, and a client keeps the one that it looks at',
  async (t) => {
    t.timeout(240_000);
    const at = newYorkInstant('2026-11-23', '16:10');
    const daemon = await startPolledDaemon(t, { at, settings: { recordExpirations: '2' } });
    const { link, clock, socketPath } = daemon;
    await clock.advance(minute);
    const names = async () =>
      (await link.request('status', {})).jobs
        .map(({ name }) => name)
        .filter((name) => name.startsWith('chain'));
    t.deepEqual(await names(), ['chain', 'chain SPY 2026-11-24']);
    const other = await openLink({ socketPath, clock: systemClock(), appVersion: '0.0.0', client: 'test' });
    t.teardown(other.close);
    const { chain } = await other.request('subscribe', { symbol: 'SPY', expiration: '2026-11-24' });
    t.is(chain?.expiration, '2026-11-24');
    await clock.advance(6 * minute);
    t.deepEqual(await names(), ['chain', 'chain SPY 2026-11-24', 'chain SPY 2026-11-25']);
    await other.request('subscribe', {});
    daemon.daemon.reload({
      ...(await import('../../../src/config/load-settings.ts')).loadSettings({ env: {} }).settings,
    });
    await clock.advance(1000);
    t.deepEqual(await names(), ['chain']);
  },
);
