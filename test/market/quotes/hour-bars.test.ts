import test from 'ava';
import type { Bar } from '../../../src/market/quotes/bar.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { holdsPreMarket, hourBars, replacedHours } from '../../../src/market/quotes/hour-bars.ts';
import { formatNewYorkTime, newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';

const calendar = createCalendar();
const quarterMs = 15 * 60_000;

/** The quarters of a session, each a dollar above the one before. */
function quarters(date: string, from: string, count: number): Bar[] {
  const first = newYorkInstant(date, from);
  return Array.from({ length: count }, (_, index) => ({
    ...{ symbol: 'SPY', date, timeframe: '15min' as const, start: first + index * quarterMs },
    ...{ open: 600 + index, high: 602 + index, low: 599 + index, close: 601 + index },
    ...{ volume: 1000.25 * (index + 1), vwap: 600.5 + index, source: 'polygon' as const },
  }));
}

const times = (bars: readonly Bar[]) => bars.map(({ start }) => formatNewYorkTime(start));

test('a session has seven hours: the first begins with it, the others at the full hour', (t) => {
  const hours = hourBars(quarters('2026-11-23', '09:30', 26), calendar);
  t.deepEqual(times(hours), ['09:30', '10:00', '11:00', '12:00', '13:00', '14:00', '15:00']);
  t.deepEqual(hours[0], {
    ...{ symbol: 'SPY', date: '2026-11-23', timeframe: '1hour', source: 'polygon' },
    ...{ start: newYorkInstant('2026-11-23', '09:30'), open: 600, high: 603, low: 599, close: 602 },
    ...{ volume: 3000.75, vwap: 601.1667 },
  });
  t.like(hours[1], { open: 602, close: 606, high: 607, low: 601 });
});

test('what was traded before the open is in none of them', (t) => {
  const hours = hourBars(quarters('2026-11-23', '09:00', 6), calendar);
  t.deepEqual(times(hours), ['09:30', '10:00']);
  t.like(hours[0], { open: 602, low: 601 });
});

test('a session that closes early has four, the last of them whole', (t) => {
  t.deepEqual(times(hourBars(quarters('2026-11-27', '09:30', 14), calendar)), [
    '09:30',
    '10:00',
    '11:00',
    '12:00',
  ]);
});

test('an hour with a quarter that could not be read is left out, one without a trade in a quarter is not', (t) => {
  const all = quarters('2026-11-23', '09:30', 26);
  const holed = all.filter((_, index) => index !== 3);
  t.deepEqual(times(hourBars(holed, calendar)).slice(0, 3), ['09:30', '10:00', '11:00']);
  t.deepEqual(times(hourBars(holed, calendar, [all[3]!.start])).slice(0, 2), ['09:30', '11:00']);
  t.deepEqual(times(hourBars(holed, calendar, [null])).slice(0, 2), ['09:30', '11:00'], 'it may be the one');
  t.is(hourBars(all, calendar, [null]).length, 7);
});

test('without a volume or an average there is no average', (t) => {
  const [first, second] = quarters('2026-11-23', '09:30', 2);
  t.is(hourBars([first!, { ...second!, vwap: null }], calendar)[0]!.vwap, null);
  t.is(hourBars([{ ...first!, volume: 0 }], calendar)[0]!.vwap, null);
});

test('the vendor’s hour of the open is what a made one takes the place of', (t) => {
  const days = [...quarters('2026-11-23', '09:30', 2), ...quarters('2026-07-01', '15:45', 1)];
  t.deepEqual(replacedHours(days, calendar), [
    newYorkInstant('2026-11-23', '09:00'),
    newYorkInstant('2026-07-01', '09:00'),
  ]);
  const hour = { ...days[0]!, timeframe: '1hour' as const };
  t.true(holdsPreMarket({ ...hour, start: newYorkInstant('2026-11-23', '09:00') }));
  t.false(holdsPreMarket(hour));
  t.false(holdsPreMarket({ ...hour, timeframe: '15min', start: newYorkInstant('2026-11-23', '09:00') }));
});
