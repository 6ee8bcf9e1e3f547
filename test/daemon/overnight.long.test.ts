/** The first overnight session: Sunday 2026-12-06 21:00 to Monday 04:00, which belongs to Monday. */
import test, { type ExecutionContext } from 'ava';
import { createCalendar } from '../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { startPolledDaemon } from './polled-daemon.ts';

const friday = '2026-12-04';
const at = (date: string, time: string) => newYorkInstant(date, time);
const overnightOpen = at('2026-12-06', '21:00');

/** A daemon that has recorded the end of Friday, on the Sunday evening. */
async function onSundayEvening(
  t: ExecutionContext,
  setup: Partial<Parameters<typeof startPolledDaemon>[1]> = {},
) {
  const running = await startPolledDaemon(t, { at: at(friday, '15:58'), ...setup });
  const { clock, link, database } = running;
  await clock.advance(at(friday, '16:50') - clock.now());
  clock.set(overnightOpen - 60_000);
  await clock.advance(0);
  const rows = (sql: string, ...params: unknown[]) =>
    database.prepare(sql).all(...params) as Record<string, unknown>[];
  return { ...running, rows, snapshot: () => link.request('subscribe', {}) };
}

test('Sunday night is polled slowly, recorded as Monday’s, and spoils nothing of Friday', async (t) => {
  t.timeout(120_000);
  const { clock, rows, snapshot } = await onSundayEvening(t);
  const before = await snapshot();
  t.is(before.phase.phase, 'closed');
  t.is(before.priceLine?.date, friday);
  const count = (table: string) => rows(`select count(*) as n from ${table}`)[0]!.n;
  const bars = count('historical_prices');
  const polls = count('chain_polls');
  const gaps = count('poll_gaps');
  await clock.advance(at('2026-12-06', '22:01') - clock.now());

  const night = await snapshot();
  t.is(night.phase.phase, 'overnight');
  t.is(night.phase.session.date, '2026-12-07');
  t.is(night.phase.expiration, '2026-12-07');
  t.is(night.phase.closedBecause, null);
  t.is(night.priceLine?.date, '2026-12-07');
  t.true(night.priceLine!.points.length >= 10, JSON.stringify(night.priceLine));
  t.true(
    night.priceLine!.points.every((point) => point.at >= overnightOpen),
    JSON.stringify(night.priceLine),
  );
  t.is(night.jobs.find(({ name }) => name === 'quote')?.intervalMs, 300_000);
  t.deepEqual(night.coverage, before.coverage, 'neither gap nor coverage');

  const quotes = rows('select * from spy_quotes where symbol = ? and timestamp >= ?', 'SPY', overnightOpen);
  t.true(quotes.length >= 10 && quotes.length <= 14, `${quotes.length} quotes in an hour`);
  const close = rows(
    "select close_price as close from historical_prices where symbol = 'SPY' and timeframe = 'daily' and date = ?",
    friday,
  )[0]!.close;
  for (const quote of quotes) {
    t.is(quote.previous_close, close, 'the change is measured from Friday’s close');
    for (const column of ['day_open', 'day_high', 'day_low', 'volume', 'vwap'])
      t.is(quote[column], null, `${column} is none of Monday’s`);
  }
  t.is(count('historical_prices'), bars);
  t.is(count('chain_polls'), polls, 'chains are not polled');
  t.is(count('poll_gaps'), gaps);
});

test('where the exchange has no such session, its word ends it within two minutes', async (t) => {
  t.timeout(120_000);
  const { clock, rows, snapshot } = await onSundayEvening(t, {
    simulator: { calendar: createCalendar({ isWithoutOvernight: true }) },
  });
  const { priceLine } = await snapshot();
  await clock.advance(at('2026-12-06', '21:02') - clock.now());
  const night = await snapshot();
  t.is(night.phase.phase, 'closed');
  t.is(night.phase.closedBecause, 'weekend');
  t.is(night.priceLine?.date, friday, 'Friday’s line is back');
  t.deepEqual(
    night.priceLine?.points.at(-1),
    priceLine?.points.findLast((point) => point.at <= at(friday, '16:00')),
  );
  t.deepEqual(
    night.health.problems.filter(({ subject }) => subject === 'calendar'),
    [],
  );
  await clock.advance(at('2026-12-06', '22:30') - clock.now());
  t.deepEqual(
    rows(
      'select * from spy_quotes where received_at > ? and received_at < ?',
      at('2026-12-06', '21:02'),
      clock.now(),
    ),
    [],
  );
});

test('with overnight sessions off, a quote asked for by hand on Sunday night is still none of Friday’s', async (t) => {
  t.timeout(120_000);
  const { clock, link, snapshot } = await onSundayEvening(t, { settings: { overnight: 'off' } });
  const { priceLine } = await snapshot();
  await clock.advance(at('2026-12-06', '22:00') - clock.now());
  const [outcome] = await link.request('refresh', { job: 'quote', force: true });
  t.true(outcome?.isOk, outcome?.message);
  const night = await snapshot();
  t.is(night.phase.phase, 'closed');
  t.deepEqual(night.priceLine, priceLine);
  t.true(night.quote!.timestamp > overnightOpen);
  t.is(night.quote!.dayHigh, null);
  t.true(Math.abs(night.quote!.price / night.quote!.previousClose! - 1) < 0.05);
});
