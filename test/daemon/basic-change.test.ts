import test from 'ava';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { changeOf } from '../../src/market/quotes/quote.ts';
import { tempDir } from '../support/temp-dir.ts';
import { type PolledDaemon, startPolledDaemon } from './polled-daemon.ts';

const simulator = { profile: 'basic' } as const;
const closeOf = ({ database }: PolledDaemon, date: string) =>
  database
    .prepare<[number], number>(
      "select close_price from historical_prices where symbol = 'SPY' and timeframe = 'daily' and bar_start = ?",
    )
    .pluck()
    .get(newYorkInstant(date, '00:00'));

test('on the plan of closing prices the change comes from the daily bars, with them or after them', async (t) => {
  const dir = await tempDir(t);
  const first = await startPolledDaemon(t, { at: newYorkInstant('2026-11-23', '10:30'), dir, simulator });
  const { link, clock } = first;
  await clock.advance(1000);
  const before = await link.request('quote.get', {});
  t.like(before, { priceKind: 'close', previousClose: null }, 'the bars wait for their turn');
  await clock.advance(5 * 60_000);
  const quote = (await link.request('quote.get', {}))!;
  const thursday = closeOf(first, '2026-11-19') ?? 0;
  t.like(quote, {
    ...{ priceKind: 'close', tier: 'end-of-day', timestamp: newYorkInstant('2026-11-20', '16:00') },
    previousClose: thursday,
  });
  t.true(thursday > 0 && quote.price === closeOf(first, '2026-11-20'));
  t.is(changeOf(quote)!.change, quote.price - thursday);
  const { jobs, health } = await link.request('status', {});
  t.is(jobs.find(({ name }) => name === 'quote')!.intervalMs, null, 'once a day');
  t.deepEqual(health.problems, []);
  await first.close();

  const again = await startPolledDaemon(t, { at: newYorkInstant('2026-11-23', '12:00'), dir, simulator });
  await again.clock.advance(60_000);
  t.is((await again.link.request('quote.get', {}))!.previousClose, thursday, 'after a restart, too');
  again.clock.set(newYorkInstant('2026-11-24', '00:10'));
  await again.clock.advance(20 * 60_000);
  t.like(await again.link.request('quote.get', {}), {
    ...{ timestamp: newYorkInstant('2026-11-23', '16:00'), previousClose: quote.price },
  });
});
