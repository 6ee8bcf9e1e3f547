import type { Bar } from '../../../src/market/quotes/bar.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { sampleIntraday } from './sample-chain.ts';
import { sampleDate } from './sample-times.ts';

/** Minutes of the session so far, as the vendor gives them. */
export function sampleMinuteBars(): Bar[] {
  const { points } = sampleIntraday();
  const random = seededRandom('bars');
  return points.slice(0, -1).map((point, minute): Bar => {
    const end = points[minute + 1]!.price;
    const share = Math.abs(minute - 195) / 195;
    return {
      symbol: 'SPY',
      date: sampleDate,
      timeframe: '1min',
      start: point.at,
      open: point.price,
      high: Math.max(point.price, end),
      low: Math.min(point.price, end),
      close: end,
      volume: Math.round((60_000 + 300_000 * share ** 2) * (0.6 + random.next() * 0.8)),
      vwap: (point.price + end) / 2,
      source: 'simulator',
    };
  });
}

/** Bars of the sessions before and of today, `everyMinutes` long. */
export function sampleBars(timeframe: '15min' | '1hour', dates: readonly string[]): Bar[] {
  const random = seededRandom(timeframe);
  const everyMinutes = timeframe === '15min' ? 15 : 60;
  let price = 655;
  return dates.flatMap((date) => {
    const open = newYorkInstant(date, '09:30');
    const first = newYorkInstant(date, timeframe === '15min' ? '09:30' : '09:00');
    return Array.from({ length: Math.ceil(390 / everyMinutes) }, (_, index): Bar => {
      const before = price;
      price = Math.round((price + random.normal() * 0.6 + 0.1) * 100) / 100;
      return {
        symbol: 'SPY',
        date,
        timeframe,
        start: Math.max(open, first + index * everyMinutes * 60_000),
        open: before,
        high: Math.max(before, price) + 0.2,
        low: Math.min(before, price) - 0.2,
        close: price,
        volume: Math.round(everyMinutes * 150_000 * (0.6 + random.next() * 0.8)),
        vwap: (before + price) / 2,
        source: 'simulator',
      };
    });
  });
}
