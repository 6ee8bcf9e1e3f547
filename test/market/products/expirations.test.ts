import test from 'ava';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import {
  expirationsOf,
  firstExpirationDay,
  nearestExpiration,
} from '../../../src/market/products/expirations.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';

const calendar = createCalendar();
/** The Monday of Thanksgiving's week: no session on Thursday, an early close on Friday. */
const monday = newYorkInstant('2026-11-23', '10:30');

test('SPY expires on every trading day of two weeks, then on Fridays', (t) => {
  t.deepEqual(expirationsOf('SPY', calendar, monday), [
    ...['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-27'],
    ...['2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04', '2026-12-07'],
    // Christmas Day and New Year's Day are Fridays: their series expire on the Thursdays.
    ...['2026-12-11', '2026-12-18', '2026-12-24', '2026-12-31', '2027-01-08', '2027-01-15', '2027-01-22'],
  ]);
});

test('a symbol without daily expirations expires on Fridays, or on the Thursday before a holiday', (t) => {
  t.deepEqual(expirationsOf('AAPL', calendar, monday).slice(0, 5), [
    ...['2026-11-27', '2026-12-04', '2026-12-11', '2026-12-18', '2026-12-24'],
  ]);
  t.is(nearestExpiration('AAPL', calendar, monday), '2026-11-27');
});

test('the nearest expiration is today’s until its options stop trading', (t) => {
  t.is(nearestExpiration('QQQ', calendar, newYorkInstant('2026-11-23', '16:14')), '2026-11-23');
  t.is(nearestExpiration('QQQ', calendar, newYorkInstant('2026-11-23', '16:15')), '2026-11-24');
  t.is(nearestExpiration('AAPL', calendar, newYorkInstant('2026-11-27', '12:59')), '2026-11-27');
  t.is(nearestExpiration('AAPL', calendar, newYorkInstant('2026-11-27', '13:00')), '2026-12-04');
  t.is(nearestExpiration('I:SPX', calendar, newYorkInstant('2026-11-23', '15:59')), '2026-11-23');
  t.is(nearestExpiration('I:SPX', calendar, newYorkInstant('2026-11-23', '16:00')), '2026-11-24');
});

test('a closure that was announced moves a Friday’s series to the Thursday', (t) => {
  const mourning = createCalendar({ closures: [{ date: '2026-12-04', name: 'a day of mourning' }] });
  t.true(expirationsOf('AAPL', mourning, monday).includes('2026-12-03'));
  t.false(expirationsOf('AAPL', mourning, monday).includes('2026-12-04'));
});

test('where only the opening decides, today’s series is over since the eve', (t) => {
  t.is(firstExpirationDay('I:VIX', calendar, newYorkInstant('2026-11-17', '16:14')), '2026-11-18');
  t.is(firstExpirationDay('I:VIX', calendar, newYorkInstant('2026-11-17', '16:15')), '2026-11-19');
  t.is(firstExpirationDay('I:VIX', calendar, newYorkInstant('2026-11-18', '10:00')), '2026-11-19');
});
