import test from 'ava';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  addDays,
  formatNewYorkTime,
  isDate,
  newYorkDate,
  newYorkInstant,
  newYorkWeekday,
} from '../../../src/market/calendar/new-york-time.ts';

const zone = 'America/New_York';

test('the clock changes when the time-zone database says, from 1987 to 2060', (t) => {
  let transition = Temporal.ZonedDateTime.from(`1987-01-01T00:00[${zone}]`).getTimeZoneTransition('next');
  let transitions = 0;
  while (transition && transition.year <= 2060) {
    const at = transition.epochMilliseconds;
    const before = Temporal.Instant.fromEpochMilliseconds(at - 1).toZonedDateTimeISO(zone);
    t.is(formatNewYorkTime(at - 1, true), before.toPlainTime().toString({ smallestUnit: 'second' }));
    t.is(formatNewYorkTime(at, true), transition.toPlainTime().toString({ smallestUnit: 'second' }));
    transitions++;
    transition = transition.getTimeZoneTransition('next');
  }
  t.is(transitions, 148);
});

test('any instant reads as the time-zone database reads it', (t) => {
  const instants = fc.integer({ min: Date.UTC(1987, 0, 2), max: Date.UTC(2060, 11, 31) });
  fc.assert(
    fc.property(instants, (at) => {
      const expected = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
      const time = expected.toPlainTime().toString({ smallestUnit: 'second' });
      return (
        newYorkDate(at) === expected.toPlainDate().toString() &&
        formatNewYorkTime(at, true) === time &&
        formatNewYorkTime(at) === time.slice(0, 5)
      );
    }),
    { numRuns: 2000 },
  );
  t.pass();
});

test('any date and time become the instant that the time-zone database gives', (t) => {
  const moments = fc.record({
    days: fc.integer({ min: 0, max: 26_000 }),
    second: fc.integer({ min: 0, max: 86_399 }),
  });
  fc.assert(
    fc.property(moments, ({ days, second }) => {
      const date = addDays('1987-01-01', days);
      const time = new Date(second * 1000).toISOString().slice(11, 19);
      const expected = Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone);
      return newYorkInstant(date, time) === expected.epochMilliseconds;
    }),
    { numRuns: 2000 },
  );
  t.pass();
});

test('a time that the clock passes twice is the first, one that it jumps over comes out an hour later', (t) => {
  t.is(newYorkInstant('2026-11-01', '01:30'), Date.parse('2026-11-01T01:30:00-04:00'));
  t.is(newYorkInstant('2026-11-01', '02:00'), Date.parse('2026-11-01T02:00:00-05:00'));
  t.is(newYorkInstant('2026-03-08', '02:30'), Date.parse('2026-03-08T03:30:00-04:00'));
  t.is(newYorkInstant('2026-03-08', '03:00'), Date.parse('2026-03-08T03:00:00-04:00'));
  t.is(newYorkInstant('2006-04-02', '03:00'), Date.parse('2006-04-02T03:00:00-04:00'));
});

test('seconds are taken and shown only where they are wanted', (t) => {
  const at = newYorkInstant('2026-11-23', '09:30:15');
  t.is(at, Date.parse('2026-11-23T14:30:15Z'));
  t.is(formatNewYorkTime(at), '09:30');
  t.is(formatNewYorkTime(at, true), '09:30:15');
});

test('weekdays run from Monday 1 to Sunday 7', (t) => {
  t.deepEqual(
    [0, 1, 2, 3, 4, 5, 6].map((days) => newYorkWeekday(addDays('2026-11-23', days))),
    [1, 2, 3, 4, 5, 6, 7],
  );
});

test('days are added across months, leap days and clock changes', (t) => {
  t.is(addDays('2028-02-28', 1), '2028-02-29');
  t.is(addDays('2027-02-28', 1), '2027-03-01');
  t.is(addDays('2026-03-08', 1), '2026-03-09');
  t.is(addDays('2026-01-01', -1), '2025-12-31');
  t.is(addDays('2026-11-23', 0), '2026-11-23');
});

test('only real calendar dates are dates', (t) => {
  for (const date of ['2026-11-23', '2028-02-29', '2000-02-29', '1999-12-31']) t.true(isDate(date), date);
  for (const text of [
    '',
    '2026-02-29',
    '2100-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-11-31',
    '2026-11-3',
    '26-11-23',
    '20261123',
    ' 2026-11-23',
    '2026-11-23\n',
    '2026-11-23T00:00',
    '0000-01-01',
    'tomorrow',
  ]) {
    t.false(isDate(text), JSON.stringify(text));
  }
});

test('what is not a date or a time is refused by name', (t) => {
  t.throws(() => addDays('2026-02-30', 1), { instanceOf: RangeError, message: /2026-02-30/ });
  t.throws(() => newYorkWeekday('x'), { instanceOf: RangeError });
  t.throws(() => newYorkInstant('2026-11-31', '09:30'), { instanceOf: RangeError, message: /2026-11-31/ });
  for (const time of ['24:00', '9:30', '09:60', '09:30:60', '09:30:15.5', '']) {
    t.throws(
      () => newYorkInstant('2026-11-23', time),
      { instanceOf: RangeError, message: /time like/ },
      time,
    );
  }
});
