import test from 'ava';
import fc from 'fast-check';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { dateProblem } from '../../../src/market/calendar/instants.ts';
import { readInstant, readZonedInstant } from '../../../src/market/calendar/typed-time.ts';

const now = newYorkInstant('2026-11-23', '10:00');
const read = (text: string) => {
  const typed = readInstant(text);
  return typed.isValid ? typed.at(now) : typed.reason;
};

test('a time is of the day at hand, a date and time are New York’s, an instant has its zone', (t) => {
  t.is(read('14:30'), newYorkInstant('2026-11-23', '14:30'));
  t.is(read('14:30:05'), newYorkInstant('2026-11-23', '14:30:05'));
  t.is(read('2026-07-06 09:31'), newYorkInstant('2026-07-06', '09:31'));
  t.is(read('2026-07-06T09:31'), newYorkInstant('2026-07-06', '09:31'));
  t.is(read('2026-11-23T19:30:00Z'), Date.UTC(2026, 10, 23, 19, 30));
  t.is(read('2026-11-23T19:30Z'), Date.UTC(2026, 10, 23, 19, 30));
  t.is(read('2026-11-23T14:30:00.25-05:00'), Date.UTC(2026, 10, 23, 19, 30, 0, 250));
  t.is(read('2024-02-29T00:00:00+14:00'), Date.UTC(2024, 1, 28, 10));
});

for (const text of [
  '2026-02-30T10:00:00Z',
  '2026-02-30 10:00',
  '2025-02-29T10:00:00-05:00',
  '2026-13-01T10:00:00Z',
  '2026-11-24T24:00:00Z',
  '2026-11-24T10:60:00Z',
  '2026-11-24T10:00:61Z',
  '2026-11-24T10:00:00+24:00',
  '2026-11-24T10:00:00-05:99',
  '2026-11-24T10:30.5Z',
  '2026-03-08 02:30',
  '25:00',
  '10:60',
  'Tue Nov 24 2026 10:30 -05:00',
  'Tue Nov 24 2026 10:30:00 GMT-0500',
  'Tuesday T 2026 Z',
  'November 24, 2026 10:30 Z',
  '2026-11-24',
  '20261124T103000Z',
  '2026-11-24T10:00:00z',
  '2026-11-24T10:00:00 Z',
  ' 10:30',
  '10:30\n',
  '1795534200000',
  'noon',
  '',
  '1999-12-31T10:00:00Z',
  '9999-12-31T10:00:00Z',
]) {
  test(`${JSON.stringify(text)} is no time`, (t) => {
    t.regex(String(read(text)), /expected|is not|beyond|skips/);
  });
}

test('an instant without its zone is refused where one is needed', (t) => {
  for (const text of ['2026-11-27T10:30:00', '10:30', 'yesterday']) {
    const typed = readZonedInstant(text);
    t.regex(typed.isValid ? 'valid' : typed.reason, /an instant with its zone/);
  }
});

test('every instant to the millisecond is read back', (t) => {
  const instants = fc.integer({ min: Date.UTC(2000, 0, 4), max: Date.UTC(2099, 11, 31) });
  fc.assert(fc.property(instants, (at) => read(new Date(at).toISOString()) === at));
  t.pass();
});

test('a date is one that the calendar knows', (t) => {
  t.is(dateProblem('2026-11-27'), null);
  t.regex(dateProblem('2026-02-30')!, /"2026-02-30" is not a date/);
  t.regex(dateProblem('1990-01-02')!, /2000-01-03 to 2099-12-31/);
  t.regex(dateProblem('9999-12-31')!, /beyond the trading calendar/);
  t.regex(dateProblem('tomorrow')!, /not a date/);
});
