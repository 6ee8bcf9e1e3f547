import test from 'ava';
import type { Bar } from '../../../src/market/quotes/bar.ts';
import { aBar, aChain, minute, monday } from '../../db/fixtures.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import type { OpenRecording } from './open-recording.ts';

/** What the bars of any recording must do. */
export function testBars(open: OpenRecording): void {
  test('bars come back as they were stored, oldest first, within a half-open range', async (t) => {
    const db = await open(t);
    const bars = [0, 1, 2, 3].map((index) =>
      aBar({ start: monday + index * 15 * minute, vwap: index === 2 ? null : 670.5, volume: index + 0.25 }),
    );
    t.deepEqual(await db.bars.upsert(bars.toReversed(), monday), { stored: 4, refused: [] });
    t.deepEqual(await db.bars.range('SPY', '15min', monday, monday + 60 * minute, lastInstant), bars);
    t.deepEqual(
      await db.bars.range('SPY', '15min', monday + 1, monday + 45 * minute, lastInstant),
      bars.slice(1, 3),
    );
    t.deepEqual(await db.bars.range('SPY', '1min', monday, monday + 60 * minute, lastInstant), []);
    t.deepEqual(await db.bars.range('QQQ', '15min', monday, monday + 60 * minute, lastInstant), []);
  });

  test('a bar takes the place of the one with its symbol, timeframe and start', async (t) => {
    const db = await open(t);
    await db.bars.upsert([aBar(), aBar({ timeframe: '1hour' })], monday);
    const corrected = aBar({ close: 670.5, volume: 2, vwap: null, source: 'simulator' });
    await db.bars.upsert([corrected], monday);
    t.deepEqual(await db.bars.range('SPY', '15min', monday, monday + 1, lastInstant), [corrected]);
    t.is((await db.bars.range('SPY', '1hour', monday, monday + 1, lastInstant)).length, 1);
  });

  test('the start of the newest bar is known for each symbol and timeframe', async (t) => {
    const db = await open(t);
    t.is(await db.bars.lastStart('SPY', '15min', lastInstant), null);
    await db.bars.upsert(
      [aBar({ start: monday + minute }), aBar(), aBar({ symbol: 'QQQ', start: monday + 9 * minute })],
      monday,
    );
    t.is(await db.bars.lastStart('SPY', '15min', lastInstant), monday + minute);
    t.is(await db.bars.lastStart('SPY', 'daily', lastInstant), null);
  });

  test('bars that break a rule are left out by name, and the rest is stored', async (t) => {
    const db = await open(t);
    const good: Bar[] = Array.from({ length: 450 }, (_, index) =>
      aBar({ timeframe: '1min', start: monday + index * minute }),
    );
    const bad = [
      aBar({ timeframe: '1min', start: monday + 1000 * minute, low: 0 }),
      aBar({ timeframe: '1min', start: monday + 1001 * minute, high: 669 }),
    ];
    const mixed = [...good.slice(0, 10), bad[0]!, ...good.slice(10), bad[1]!];
    const { stored, refused } = await db.bars.upsert(mixed, monday);
    t.is(stored, 450);
    t.deepEqual(
      refused.map(({ bar }) => bar),
      bad,
    );
    t.regex(refused[0]!.reason, /check constraint/i);
    t.deepEqual(await db.bars.range('SPY', '1min', monday, monday + 2000 * minute, lastInstant), good);
  });

  test('bars and chains written at the same time do not share a transaction', async (t) => {
    const db = await open(t);
    const bars = Array.from({ length: 600 }, (_, index) =>
      aBar({ timeframe: '1min', start: monday + index * minute }),
    );
    const writing = db.bars.upsert([...bars, aBar({ low: 0 })], monday);
    for (let poll = 0; poll < 50; poll++) {
      await db.chains.record(aChain({ timestamp: monday + poll * 1000, underlyingPrice: 600 + poll }));
      await Promise.resolve();
    }
    t.is((await writing).stored, 600);
    t.is((await db.chains.at('SPY', '2026-11-23', monday + 49_000))?.underlyingPrice, 649);
  });

  test('no bars are no work', async (t) => {
    const db = await open(t);
    t.deepEqual(await db.bars.upsert([], monday), { stored: 0, refused: [] });
  });

  test('a bar is there once its time was over, or once it was received', async (t) => {
    const db = await open(t);
    const half = aBar({ close: 670.5 });
    await db.bars.upsert([half], monday + 5 * minute);
    const read = async (asOf: number) => [
      ...(await db.bars.range('SPY', '15min', monday, monday + 1, asOf)),
      ...(await db.bars.at('SPY', '15min', [monday], asOf)),
      ...(await db.bars.dates('SPY', '15min', asOf)),
      await db.bars.lastStart('SPY', '15min', asOf),
    ];
    const there = (bar: Bar) => [bar, bar, bar.date, bar.start];
    t.deepEqual(await read(monday + 5 * minute - 1), [null]);
    t.deepEqual(await read(monday + 5 * minute), there(half));

    const whole = aBar();
    await db.bars.upsert([whole], monday + 3 * 24 * 60 * minute);
    t.deepEqual(await read(monday + 15 * minute - 1), [null], 'the later one is not known before its end');
    t.deepEqual(await read(monday + 15 * minute), there(whole), 'though it was received days later');
  });

  test('a bar knows when its values were received first', async (t) => {
    const db = await open(t);
    const received = async () => await db.bars.received('SPY', '15min', monday, monday + 1, lastInstant);
    const bar = aBar({ vwap: null });
    await db.bars.upsert([bar], monday + 16 * minute);
    await db.bars.upsert([bar], monday + 60 * minute);
    t.deepEqual(await received(), [{ ...bar, receivedAt: monday + 16 * minute }], 'the same values again');
    t.deepEqual(await db.bars.range('SPY', '15min', monday, monday + 1, lastInstant), [bar]);
    for (const change of [{ close: 670.5 }, { volume: 3 }, { vwap: 670.2 }]) {
      const corrected = { ...bar, ...change };
      await db.bars.upsert([corrected], monday + 90 * minute);
      t.deepEqual(await received(), [{ ...corrected, receivedAt: monday + 90 * minute }]);
      await db.bars.upsert([bar], monday + 16 * minute);
    }
    t.deepEqual(await db.bars.received('SPY', '15min', monday, monday + 1, monday + 14 * minute), []);
  });
}
