import test from 'ava';
import { createCalendar } from '../../src/market/calendar/calendar.ts';
import { formatNewYorkTime, newYorkDate, newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { demoStart } from '../../src/simulator/demo-start.ts';

const calendar = createCalendar();
const stamp = (at: number) => `${newYorkDate(at)} ${formatNewYorkTime(at, true)}`;
const instant = (text: string) => newYorkInstant(text.slice(0, 10), text.slice(11));

const cases: [what: string, now: string, lastRecorded: string | null, start: string][] = [
  ['a first demo on a trading day starts at 10:30', '2026-11-23 18:00', null, '2026-11-23 10:30:00'],
  ['so it does before the market has opened', '2026-11-23 02:00', null, '2026-11-23 10:30:00'],
  ['on a weekend it shows Friday', '2026-11-22 12:00', null, '2026-11-20 10:30:00'],
  ['on a holiday it shows the day before', '2026-11-26 12:00', null, '2026-11-25 10:30:00'],
  [
    'started again it goes on a second later',
    '2026-11-23 18:00',
    '2026-11-23 11:17:20',
    '2026-11-23 11:17:21',
  ],
  ['an old recording does not hold it back', '2026-11-23 18:00', '2026-11-19 15:00', '2026-11-23 10:30:00'],
  [
    'a recording that goes on to 15:44:59 leaves the rest',
    '2026-11-23 18:00',
    '2026-11-23 15:44:59',
    '2026-11-23 15:45:00',
  ],
  [
    'less than a quarter of an hour moves to the next session',
    '2026-11-23 18:00',
    '2026-11-23 15:45',
    '2026-11-24 10:30:00',
  ],
  ['demos may run ahead of the calendar', '2026-11-23 18:00', '2026-11-25 14:00', '2026-11-25 14:00:01'],
  [
    'an evening’s recording goes on next morning',
    '2026-11-23 18:00',
    '2026-11-25 19:00',
    '2026-11-27 10:30:00',
  ],
  ['an early close is noticed', '2026-11-27 18:00', '2026-11-27 12:50', '2026-11-30 10:30:00'],
  [
    'a recording of a morning goes on at 10:30',
    '2026-11-23 18:00',
    '2026-11-24 08:00',
    '2026-11-24 10:30:00',
  ],
  [
    'a recording that ends on a weekend goes on after it',
    '2026-11-20 18:00',
    '2026-11-21 09:00',
    '2026-11-23 10:30:00',
  ],
];

for (const [what, now, lastRecorded, start] of cases) {
  test(`demo start: ${what}`, (t) => {
    const found = demoStart(instant(now), calendar, lastRecorded === null ? null : instant(lastRecorded));
    t.is(stamp(found), start);
  });
}
