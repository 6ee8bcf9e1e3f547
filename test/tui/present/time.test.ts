import test from 'ava';
import { newYorkInstant } from '../../../src/market/new-york-time.ts';
import {
  daysBetween,
  formatAge,
  formatClock,
  formatCountdown,
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

test('a countdown ends at 0:00 and an age starts there, whatever the milliseconds', (t) => {
  t.deepEqual([-5000, 0, 1, 1000, 12_000, 60 * minute, 134 * minute + 5000].map(formatCountdown), [
    '0:00',
    '0:00',
    '0:01',
    '0:01',
    '0:12',
    '1:00:00',
    '2:14:05',
  ]);
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
