import test from 'ava';
import { countdownText } from '../../../src/base/countdown-text.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import {
  daysBetween,
  formatAge,
  formatClock,
  formatMoment,
  formatShortSpan,
  formatWeekdayDate,
} from '../../../src/tui/present/time.ts';

const now = newYorkInstant('2026-11-23', '13:45:55');
const minute = 60_000;

test('the clock shows New York, in winter and in summer', (t) => {
  t.is(formatClock(now), '13:45:55');
  t.is(formatClock(Date.UTC(2026, 6, 1, 13, 30)), '09:30:00');
});

test('a countdown says its units and ends at 0s, an age starts at 0:00, whatever the milliseconds', (t) => {
  const hour = 60 * minute;
  t.deepEqual([-5000, 0, 1, 1000, 12_000, 59_001].map(countdownText), [
    '0s',
    '0s',
    '1s',
    '1s',
    '12s',
    '1m 00s',
  ]);
  t.is(countdownText(24 * minute + 45_000), '24m 45s');
  t.deepEqual([hour - 1000, hour, 134 * minute + 5000].map(countdownText), ['59m 59s', '1h 00m', '2h 15m']);
  t.deepEqual([24 * hour - 1, 24 * hour, 76 * hour].map(countdownText), ['1d 0h', '1d 0h', '3d 4h']);
  t.deepEqual([-5000, 999, 1000, 42_900, 62 * minute + 3000, 27 * 60 * minute].map(formatAge), [
    '0:00',
    '0:00',
    '0:01',
    '0:42',
    '1:02:03',
    '1d 3h',
  ]);
});

test('moments are as short as their distance allows', (t) => {
  t.is(formatMoment(newYorkInstant('2026-11-23', '16:30'), now), '16:30');
  t.is(formatMoment(newYorkInstant('2026-11-27', '09:30'), now), 'Fri 09:30');
  t.is(formatMoment(newYorkInstant('2026-12-24', '09:30'), now), '24 Dec 09:30');
  t.is(formatMoment(newYorkInstant('2026-02-02', '09:30'), now), '2 Feb 09:30');
  t.is(formatMoment(newYorkInstant('2025-11-20', '00:00'), now), '20 Nov 2025');
});

test('dates name their weekday, and days to expiry count calendar days across a change of clocks', (t) => {
  t.is(formatWeekdayDate('2026-11-23'), 'Mon 23 Nov');
  t.is(daysBetween('2026-10-30', '2026-11-02'), 3);
  t.is(daysBetween('2026-11-23', '2026-11-20'), -3);
});

test('a rough span has one unit and never more than four cells', (t) => {
  const second = 1000;
  const spans: [number, string][] = [
    [-5 * second, '0s'],
    [0, '0s'],
    [59_999, '59s'],
    [60 * second, '1m'],
    [3599 * second, '59m'],
    [3600 * second, '1h'],
    [86_399 * second, '23h'],
    [86_400 * second, '1d'],
    [5000 * 86_400 * second, '999d'],
  ];
  for (const [ms, text] of spans) t.is(formatShortSpan(ms), text);
});
