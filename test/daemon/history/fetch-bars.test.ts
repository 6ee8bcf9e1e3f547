import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { barsOf } from '../../../src/daemon/history/bars-of.ts';
import { createCachedFetch } from '../../../src/sources/polygon/cache.ts';
import { missingSessions } from '../../../src/daemon/history/bar-history.ts';
import { type BarsPollContext, createBarSource } from '../../../src/sources/poll/poll-bars.ts';
import type { BarsContext } from '../../../src/daemon/history/store-bars.ts';
import type { BarsQuery } from '../../../src/sources/source.ts';
import { fetchBars } from '../../../src/daemon/history/fetch-bars.ts';
import { createMarketDays } from '../../../src/daemon/market-days/market-hours.ts';
import type { AggregatesQuery } from '../../../src/sources/polygon/endpoints/queries.ts';
import { UpstreamError } from '../../../src/sources/polygon/http/upstream-error.ts';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import type { Timeframe } from '../../../src/market/quotes/bar.ts';
import { addDays, formatNewYorkTime, newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { aBar } from '../../db/fixtures.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { daysWith } from '../../support/market-days.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';

const monday = '2026-11-23';
const stepMs = { daily: 86_400_000, '15min': 15 * 60_000, '1min': 60_000 };

/** An API that has every bar of every session from 09:00 to 17:00, at a price of the test's choice. */
async function barsWorld(t: ExecutionContext) {
  const clock = manualClock(newYorkInstant(monday, '17:30'));
  const db = await openDatabase({ path: join(await tempDir(t), 'spyglass.sqlite'), clock });
  t.teardown(() => db.close());
  const hours = createMarketDays(daysWith());
  const asked: string[] = [];
  const logged: string[] = [];
  let price = 600;
  let refuse: (query: AggregatesQuery) => UpstreamError | null = () => null;
  const row = (start: number) => ({
    t: start,
    ...{ o: price, h: price * 1.02, l: price * 0.99, c: price * 1.01, v: 1000, vw: price },
  });
  const rowsOf = (date: string, timeframe: AggregatesQuery['timeframe']) => {
    if (timeframe === 'daily') return [row(newYorkInstant(date, '00:00'))];
    const from = newYorkInstant(date, '09:00');
    const count = (8 * 3_600_000) / stepMs[timeframe];
    return Array.from({ length: count }, (_, index) => row(from + index * stepMs[timeframe]));
  };
  const polled = {
    ...{ symbol: 'SPY', source: 'polygon', clock, db, hours },
    cached: createCachedFetch(db.cache, clock, (error) => t.fail(String(error))),
    endpoints: {
      async aggregates(query: AggregatesQuery) {
        asked.push(`${query.timeframe} ${query.from}/${query.to}`);
        const refusal = refuse(query);
        if (refusal) throw refusal;
        const dates = hours.calendar.tradingDays(query.from, query.to);
        const rows = dates.flatMap((date) => rowsOf(date, query.timeframe));
        return { rows, cutShort: null, isDelayed: false, pages: 1 };
      },
    },
    usage: { onRejections: (reasons: readonly string[]) => t.deepEqual([...reasons], []) },
    log: {
      info: (fields: { split?: string }, message: string) => void logged.push(`${message} ${fields.split}`),
      warn: (_: object, message: string) => void logged.push(message),
    },
  } as unknown as BarsContext & BarsPollContext;
  const context: BarsContext = { ...polled, feed: { bars: createBarSource(polled, 'SPY') } };
  const { signal } = new AbortController();
  return {
    ...{ db, calendar: hours.calendar, asked, logged },
    setPrice(next: number) {
      price = next;
    },
    refuse(next: typeof refuse) {
      refuse = next;
    },
    fetch: (query: Omit<BarsQuery, 'symbol'>) =>
      fetchBars(
        context,
        { symbol: 'SPY', ...query },
        { priority: 'scheduled', isForced: false, slotAt: null, signal },
      ),
    stored: (timeframe: Timeframe) =>
      db.bars.range('SPY', timeframe, 0, Number.MAX_SAFE_INTEGER, lastInstant),
  };
}

test('hours are made of the same answer as quarters, and begin with the session', async (t) => {
  const { fetch, stored, asked } = await barsWorld(t);
  t.is(await fetch({ timeframes: ['15min', '1hour'], from: monday, to: monday }), 26 + 7);
  t.deepEqual(asked, ['15min 2026-11-23/2026-11-23']);
  const hours = await stored('1hour');
  t.deepEqual(
    hours.map(({ start }) => formatNewYorkTime(start)),
    ['09:30', '10:00', '11:00', '12:00', '13:00', '14:00', '15:00'],
  );
  t.deepEqual(
    hours.map(({ volume }) => volume),
    [2000, ...new Array(6).fill(4000)],
  );
  t.is(formatNewYorkTime((await stored('15min'))[0]!.start), '09:30');
  await t.throwsAsync(fetch({ timeframes: ['daily', '1hour'], from: monday, to: monday }), {
    instanceOf: RangeError,
  });
});

test('an hour that holds some of the pre-market is not shown, and replaced when its day is fetched anew', async (t) => {
  const { db, calendar, fetch, stored } = await barsWorld(t);
  const days = ['2026-11-20', monday];
  const times = ['09:00', '10:00', '11:00', '12:00', '13:00', '14:00', '15:00'];
  const old = days.flatMap((date) =>
    times.map((time) => aBar({ date, timeframe: '1hour', start: newYorkInstant(date, time), open: 670.1 })),
  );
  await db.bars.upsert(old, newYorkInstant(monday, '18:00'));
  const shown = async () => {
    const range = { symbol: 'SPY', timeframe: '1hour', from: 0, to: Number.MAX_SAFE_INTEGER } as const;
    return (await barsOf(db, range, lastInstant)).map(({ start }) => formatNewYorkTime(start));
  };
  t.deepEqual(await shown(), [...times.slice(1), ...times.slice(1)]);
  const query = { symbol: 'SPY', timeframe: '1hour', from: days[0]!, to: monday } as const;
  t.deepEqual(await missingSessions(db, calendar, query, lastInstant), days);

  await fetch({ timeframes: ['1hour'], from: monday, to: monday });
  t.deepEqual(await missingSessions(db, calendar, query, lastInstant), [days[0]]);
  t.deepEqual(await shown(), [...times.slice(1), '09:30', ...times.slice(1)]);
  const starts = (await stored('1hour')).map(({ date, start }) => `${date} ${formatNewYorkTime(start)}`);
  t.false(starts.includes('2026-11-23 09:00'));
  t.true(starts.includes('2026-11-20 09:00'), 'the other day is as it was recorded');
});

const year = { from: addDays(monday, -372), to: monday };

/** A symbol with bars of every kind, some of them older than what is fetched by itself. */
async function recorded(t: ExecutionContext) {
  const world = await barsWorld(t);
  await world.fetch({ timeframes: ['daily'], from: '2019-01-02', to: monday });
  await world.fetch({ timeframes: ['15min', '1hour'], from: '2026-08-03', to: '2026-09-10' });
  await world.fetch({ timeframes: ['15min', '1hour'], from: '2026-10-26', to: monday });
  await world.fetch({ timeframes: ['1min'], from: '2026-11-20', to: '2026-11-20' });
  world.asked.length = 0;
  const opens = async () => {
    const all = await Promise.all((['daily', '15min', '1hour', '1min'] as const).map(world.stored));
    return all.map((bars) => [...new Set(bars.map(({ open }) => open))]);
  };
  t.deepEqual(await opens(), [[600], [600], [600], [600]]);
  return { ...world, opens };
}

test('a split has every stored bar fetched anew, in as few requests as that takes', async (t) => {
  const { setPrice, fetch, asked, logged, opens } = await recorded(t);
  setPrice(150);
  await fetch({ timeframes: ['daily'], ...year });
  t.deepEqual(await opens(), [[150], [150], [150], [150]]);
  t.deepEqual(asked, [
    `daily ${year.from}/${monday}`,
    'daily 2019-01-02/2023-12-29',
    'daily 2024-01-02/2025-11-14',
    '15min 2026-08-03/2026-09-10',
    '15min 2026-10-26/2026-11-23',
    '1min 2026-11-20/2026-11-20',
  ]);
  t.deepEqual(logged, [
    'a split: every stored bar is fetched anew 4 for 1',
    'the stored bars are adjusted to the split 4 for 1',
  ]);
  asked.length = 0;
  await fetch({ timeframes: ['15min', '1hour'], from: '2026-11-19', to: monday });
  t.is(asked.length, 1, 'there is nothing left to do');
});

test('a run that ends early leaves what shows the split, so that the next one begins again', async (t) => {
  const { setPrice, refuse, fetch, opens } = await recorded(t);
  setPrice(6000);
  refuse(({ timeframe }) => (timeframe === '15min' ? new UpstreamError('network', 'gone') : null));
  await t.throwsAsync(fetch({ timeframes: ['daily'], ...year }), { message: 'gone' });
  t.deepEqual((await opens())[0]!.sort(), [600, 6000]);
  refuse(() => null);
  await fetch({ timeframes: ['daily'], ...year });
  t.deepEqual(await opens(), [[6000], [6000], [6000], [6000]]);
});

test('bars beyond the reach of the plan stay as they are, and the log says which', async (t) => {
  const { setPrice, refuse, fetch, logged, opens } = await recorded(t);
  setPrice(300);
  refuse(({ from }) => (from < '2020' ? new UpstreamError('too-old', 'too old') : null));
  await fetch({ timeframes: ['daily'], ...year });
  t.deepEqual(await opens(), [[600, 300], [300], [300], [300]]);
  t.true(logged.includes('bars from before a split stay as they are'));
});

test('a price that moves, and a late correction, are no split', async (t) => {
  const { setPrice, fetch, asked, opens } = await recorded(t);
  setPrice(606);
  await fetch({ timeframes: ['15min', '1hour'], from: monday, to: monday });
  t.is(asked.length, 1);
  t.deepEqual((await opens())[1], [600, 606]);
});
