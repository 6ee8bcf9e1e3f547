import test from 'ava';
import { dateProblem } from '../../../src/market/calendar/instants.ts';

test('a date is one that the calendar knows', (t) => {
  t.is(dateProblem('2026-11-27'), null);
  t.regex(dateProblem('2026-02-30')!, /"2026-02-30" is not a date/);
  t.regex(dateProblem('1990-01-02')!, /2000-01-03 to 2099-12-31/);
  t.regex(dateProblem('9999-12-31')!, /beyond the trading calendar/);
  t.regex(dateProblem('tomorrow')!, /not a date/);
});
