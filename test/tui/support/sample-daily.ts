import type { Bar } from '../../../src/market/quotes/bar.ts';
import { addDays, newYorkInstant, newYorkWeekday } from '../../../src/market/calendar/new-york-time.ts';
import { seededRandom } from '../../../src/base/random.ts';

/** A bar of each weekday of the year that ends the day before `end`. */
export function sampleDailyBars(end: string): Bar[] {
  const random = seededRandom('daily');
  const dates = Array.from({ length: 365 }, (_, day) => addDays(end, day - 365)).filter(
    (date) => newYorkWeekday(date) <= 5,
  );
  let price = 590;
  return dates.map((date): Bar => {
    const open = price;
    price = Math.round((price + random.normal() * 5 + 0.3) * 100) / 100;
    return {
      symbol: 'SPY',
      date,
      timeframe: 'daily',
      start: newYorkInstant(date, '00:00'),
      open,
      high: Math.max(open, price) + 1.5,
      low: Math.min(open, price) - 1.5,
      close: price,
      volume: Math.round(60e6 * (0.6 + random.next() * 0.8)),
      vwap: (open + price) / 2,
      source: 'simulator',
    };
  });
}
