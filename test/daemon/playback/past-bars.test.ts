import test from 'ava';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import type { Bar } from '../../../src/market/quotes/bar.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { PastReader } from '../../../src/daemon/playback/past-reader.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { readerOf } from './life.ts';

const at = (time: string) => newYorkInstant('2026-11-23', time);
const nearest = { symbol: 'SPY', expiration: null };
const bar = (time: string, close: number): Bar => ({
  ...{ symbol: 'SPY', date: '2026-11-23', timeframe: '1min', start: at(time) },
  ...{ open: 700, high: 710, low: 690, close, volume: 1000, vwap: null, source: 'polygon' },
});

async function barsAt(reader: PastReader, asOf: number) {
  const request = { timeframe: '1min', from: at('09:30'), to: at('16:00') } as const;
  const bars: Bar[] = JSON.parse(await reader.ask('bars.get', request, nearest, asOf));
  return bars.map(({ start, isRebuilt }) => [start, isRebuilt ?? false]);
}

test('a minute that the vendor gave later stands in for what was not recorded, marked, once it is over', async (t) => {
  const dir = await tempDir(t);
  const db = await openDatabase({ path: `${dir}/spyglass.sqlite`, clock: manualClock(at('09:30')) });
  t.teardown(() => db.close());
  await db.bars.upsert([bar('10:00', 701)], at('10:01:30'));
  await db.bars.upsert([bar('10:01', 702), bar('10:02', 703)], at('18:00'));
  const reader = await readerOf(t, dir);
  t.deepEqual(await barsAt(reader, at('10:00:59')), []);
  t.deepEqual(await barsAt(reader, at('10:01')), [[at('10:00'), true]]);
  t.deepEqual(await barsAt(reader, at('10:01:30')), [[at('10:00'), false]]);
  t.deepEqual(await barsAt(reader, at('10:02:30')), [
    [at('10:00'), false],
    [at('10:01'), true],
  ]);
  t.deepEqual(await barsAt(reader, at('18:00')), [
    [at('10:00'), false],
    [at('10:01'), false],
    [at('10:02'), false],
  ]);
  const { json } = await reader.picture(nearest, at('10:30'));
  t.deepEqual(JSON.parse(json).priceLine.points, [
    { at: at('10:01'), price: 701 },
    { at: at('10:02'), price: 702, isRebuilt: true },
    { at: at('10:03'), price: 703, isRebuilt: true },
  ]);
});
