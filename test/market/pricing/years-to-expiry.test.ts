import test from 'ava';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { minutesPerYear, yearsToExpiry } from '../../../src/market/pricing/years-to-expiry.ts';

const calendar = createCalendar();

test('time to expiry is counted in calendar minutes to the option close', (t) => {
  const { optionClose } = calendar.sessionOn('2026-11-23')!;
  t.is(yearsToExpiry(newYorkInstant('2026-11-23', '09:45'), optionClose), 390 / minutesPerYear);
  t.is(yearsToExpiry(newYorkInstant('2026-11-20', '16:15'), optionClose), (3 * 1440) / minutesPerYear);
});

test('an early close shortens it', (t) => {
  const { optionClose } = calendar.sessionOn('2026-11-27')!;
  t.is(yearsToExpiry(newYorkInstant('2026-11-27', '12:15'), optionClose), 60 / minutesPerYear);
});

test('the last millisecond counts, and from the close on there is nothing', (t) => {
  const { optionClose } = calendar.sessionOn('2026-11-23')!;
  t.is(yearsToExpiry(optionClose - 1, optionClose), 1 / (minutesPerYear * 60_000));
  t.is(yearsToExpiry(optionClose, optionClose), null);
  t.is(yearsToExpiry(optionClose + 1, optionClose), null);
});
