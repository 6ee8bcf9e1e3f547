import test from 'ava';
import fc from 'fast-check';
import { createCalendar } from '../../../../src/market/calendar/calendar.ts';
import { dateProblem } from '../../../../src/market/calendar/instants.ts';
import { newYorkInstant } from '../../../../src/market/calendar/new-york-time.ts';
import { dateOfDay, takeDay } from '../../../../src/market/calendar/typed-time/day.ts';
import { readTypedTime } from '../../../../src/market/calendar/typed-time/typed-time.ts';

const now = newYorkInstant('2026-11-24', '11:00');
const context = { now, reference: now, calendar: createCalendar() };

const wrong: [text: string, reason: RegExp][] = [
  ['', /^expected a time$/],
  ['noon', /^expected a time, not "noon"$/],
  ['tomorrow 10:30', /^expected a time, not "tomorrow 10:30"$/],
  ['tue', /^expected a time after tue, such as tue 15:45 or tue open$/],
  ['2026-11-24', /^expected a time after 2026-11-24, such as 2026-11-24 15:45/],
  ['tue noon', /^expected a time after tue, not "noon"$/],
  ['yesterday -15m', /^expected a time between yesterday and -15m, such as yesterday close-15m$/],
  ['tue now', /^now is of no other day: leave out tue$/],
  ['9:30', /^9:30 has one digit for the hour: expected 09:30$/],
  ['25:00', /^25:00 is not a time of day$/],
  ['10:60', /^10:60 is not a time of day$/],
  ['10:30pm', /^expected a time, not "10:30pm"$/],
  ['10:30 pm', /^expected nothing or an offset such as -15m after 10:30, not "pm"$/],
  ['10:30 11:30', /after 10:30, not "11:30"$/],
  ['15m', /^15m lacks its sign: expected -15m or \+15m$/],
  ['-15', /^"-15" lacks its unit: h, m or s, such as "-15m"$/],
  ['-2d', /^"-2d" counts days, which could be trading days or all days: name the day/],
  ['-1m1h', /^"-1m1h" is no offset such as -15m/],
  ['-', /^"-" is no offset/],
  ['close-', /^"-" is no offset/],
  ['close-10m-5m', /^"-10m-5m" is no offset/],
  ['close- 10m', /^"- 10m" is no offset/],
  ['-15m\n', /is no offset/],
  ['+9999999h', /is no offset/],
  ['+999999h', /beyond the trading calendar/],
  ['2026-11-24 10:15-05:00', /^the zone -05:00 needs all of ISO 8601/],
  ['2026-02-30T10:00:00Z', /^"2026-02-30" is not a date/],
  ['2026-02-30 10:00', /^"2026-02-30" is not a date/],
  ['2025-02-29T10:00:00-05:00', /is not a date/],
  ['29 Feb 10:00', /^"2026-02-29" is not a date/],
  ['Mon 24 Nov 10:00', /^2026-11-24 is a Tuesday, not a Monday$/],
  ['24 Nov 1985 open', /beyond the trading calendar/],
  ['2026-13-01T10:00:00Z', /is not a date/],
  ['2026-11-24T24:00:00Z', /is not a time of day/],
  ['2026-11-24T10:00:61Z', /is not a time of day/],
  ['2026-11-24T10:00:00+24:00', /is not a zone/],
  ['2026-11-24T10:00:00-05:99', /is not a zone/],
  ['2026-11-24T10:30.5Z', /^expected/],
  ['2026-11-24T10:00:00z', /^expected/],
  ['2026-11-24T10:00:00 Z', /^expected/],
  ['20261124T103000Z', /^expected/],
  ['Tue Nov 24 2026 10:30 -05:00', /^expected a time after Tue, not "Nov 24 2026/],
  ['Tuesday T 2026 Z', /^expected/],
  ['November 24, 2026 10:30 Z', /^expected/],
  [' 10:30', /^expected/],
  ['10:30\n', /^expected/],
  ['1795534200000', /^expected/],
  ['opening', /^expected a time, not "opening"$/],
  ['1999-12-31T10:00:00Z', /beyond/],
  ['9999-12-31 open', /beyond/],
];

for (const [text, reason] of wrong) {
  test(`${JSON.stringify(text)} is no time`, (t) => {
    const typed = readTypedTime(text, context);
    t.regex(typed.isValid ? typed.understood : typed.reason, reason);
    if (!typed.isValid) t.regex(typed.examples, /^For example 10:30, -15m, .*\.$/);
  });
}

/** Pieces of the grammar in any order, some of them broken, or any text at all. */
const pieces = fc.constantFrom(
  ...[
    'today',
    'yesterday',
    'tue',
    'Sunday',
    '2026-11-26',
    '2000-01-03',
    '2099-12-31',
    '0000-00-00',
    '24 Nov',
  ],
  ...[
    '31 Feb 1',
    '1 Jan 1000',
    '10:30',
    '99:99',
    'open',
    'close',
    'options-close',
    'now',
    'ET',
    'Z',
    'T',
    ' ',
  ],
  ...['-15m', '+1h30m', '-999999h', '-2d', '+', '-', ':', '\u001b[31m', '\u0000', '9'.repeat(400)],
);
const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(pieces, { maxLength: 5 }).map((parts) => parts.join('')),
  fc.array(pieces, { maxLength: 5 }).map((parts) => parts.join(' ')),
);
const instants = fc.integer({ min: Date.UTC(2000, 0, 4), max: Date.UTC(2099, 11, 31) });

test('no text throws, and no refusal carries control characters or is long', (t) => {
  fc.assert(
    fc.property(texts, instants, instants, fc.boolean(), (text, at, reference, isPast) => {
      const typed = readTypedTime(text, { ...context, now: at, reference, ...(isPast && { isPast }) });
      if (!typed.isValid) return typed.reason.length < 200 && !/[\p{Cc}\p{Bidi_Control}]/u.test(typed.reason);
      return Number.isInteger(typed.at) && !(isPast && typed.at > at);
    }),
    { numRuns: 2000 },
  );
  t.pass();
});

test('a day that no calendar has is refused as one, too, where a day alone is typed', (t) => {
  for (const text of ['2026-13-01', '2026-02-30']) {
    const { day } = takeDay(text)!;
    t.like(dateOfDay(day, now, context.calendar), {
      reason: dateProblem(text)!,
    });
  }
});
