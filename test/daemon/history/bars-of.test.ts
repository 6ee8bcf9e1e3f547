import test from 'ava';
import { barsOf, minuteBars } from '../../../src/daemon/history/bars-of.ts';
import type { QuoteTick } from '../../../src/recordings/quotes.ts';
import type { Bar } from '../../../src/market/quotes/bar.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';

const at = (time: string) => newYorkInstant('2026-11-23', time);
const tick = (time: string, price: number, volume: number | null): QuoteTick => ({
  timestamp: at(time),
  price,
  volume,
  source: 'simulator',
});

test('minutes are made of quotes: prices within them, and what the day’s volume grew by', (t) => {
  const bars = minuteBars('SPY', [
    tick('10:00:45', 670, 1000),
    tick('10:01:00', 671, 1100),
    tick('10:01:15', 673, 1250),
    tick('10:01:45', 669, 1400),
    tick('10:02:30', 670, 1400),
  ]);
  t.deepEqual(
    bars.map(({ start, open, high, low, close, volume }) => [start, open, high, low, close, volume]),
    [
      [at('10:01'), 671, 673, 669, 669, 400],
      [at('10:02'), 670, 670, 670, 670, 0],
    ],
  );
  t.is(bars[0]!.date, '2026-11-23');
});

test('a minute whose volume cannot be told is left out', (t) => {
  const starts = (ticks: QuoteTick[]) => minuteBars('SPY', ticks).map(({ start }) => start);
  t.deepEqual(starts([tick('10:00:45', 670, 1000), tick('10:05:00', 671, 9000)]), [], 'after a hole');
  t.deepEqual(starts([tick('10:00:45', 670, null), tick('10:01:00', 671, 10)]), [], 'without a count');
  t.deepEqual(
    starts([tick('10:00:45', 670, 5000), tick('10:01:00', 671, 10)]),
    [],
    'after the count began anew',
  );
  t.deepEqual(starts([]), []);
});

test('the vendor’s minutes come first, quotes fill those that it has not given yet', async (t) => {
  const bar = (time: string): Bar => ({
    symbol: 'SPY',
    date: '2026-11-23',
    timeframe: '1min',
    start: at(time),
    open: 1,
    high: 1,
    low: 1,
    close: 1,
    volume: 77,
    vwap: 1,
    source: 'polygon',
  });
  const ticks = [tick('09:59:30', 670, 900), tick('10:00:45', 670, 1000), tick('10:01:30', 671, 1100)];
  const db = {
    bars: { range: async () => [bar('10:00')] },
    quotes: {
      ticks: async (_symbol: string, from: number, to: number) =>
        ticks.filter(({ timestamp }) => timestamp >= from && timestamp < to),
    },
  } as unknown as Parameters<typeof barsOf>[0];
  const asked = { symbol: 'SPY', from: at('10:00'), to: at('11:00') };
  const minutes = await barsOf(db, { ...asked, timeframe: '1min' }, lastInstant);
  t.deepEqual(
    minutes.map(({ start, volume }) => [start, volume]),
    [
      [at('10:00'), 77],
      [at('10:01'), 100],
    ],
  );
  t.is((await barsOf(db, { ...asked, timeframe: '1hour' }, lastInstant)).length, 1);
});
