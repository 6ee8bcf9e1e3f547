import test from 'ava';
import fc from 'fast-check';
import { createCalendar } from '../../../../src/market/calendar/calendar.ts';
import { newYorkDate, newYorkInstant } from '../../../../src/market/calendar/new-york-time.ts';
import { instantWords } from '../../../../src/market/calendar/typed-time/instant-words.ts';
import { readTypedTime } from '../../../../src/market/calendar/typed-time/typed-time.ts';

const calendar = createCalendar();
const now = newYorkInstant('2026-11-24', '16:00');
const min = Date.UTC(2000, 0, 4);
const max = Date.UTC(2099, 11, 31);
const instants = fc.integer({ min, max });

test('an instant is said with weekday, day and time, and with the year where it is another', (t) => {
  t.is(instantWords(newYorkInstant('2026-11-24', '15:45'), now), 'Tue 24 Nov 15:45:00 ET');
  t.is(instantWords(newYorkInstant('2026-11-24', '15:45') + 999, now), 'Tue 24 Nov 15:45:00 ET');
  t.is(instantWords(newYorkInstant('2025-01-02', '09:30'), now), 'Thu 2 Jan 2025 09:30:00 ET');
});

test('of the hour that is repeated, the second is said with its zone', (t) => {
  const first = newYorkInstant('2026-11-01', '01:30');
  t.is(instantWords(first, now), 'Sun 1 Nov 01:30:00 ET');
  t.is(instantWords(first + 3_600_000, now), '2026-11-01T01:30:00-05:00');
});

test('what is said can be typed and means the same second, whenever and whatever is looked at', (t) => {
  const repeated = fc
    .integer({ min: 0, max: 7200 })
    .map((seconds) => newYorkInstant('2026-11-01', '01:00') + seconds * 1000);
  fc.assert(
    fc.property(fc.oneof(instants, repeated), instants, instants, (at, later, reference) => {
      const typed = readTypedTime(instantWords(at, later), { now: later, reference, calendar });
      return typed.isValid && typed.at === Math.floor(at / 1000) * 1000;
    }),
    { numRuns: 1000 },
  );
  t.pass();
});

test('how a text was understood can be typed instead of it', (t) => {
  const texts = fc.constantFrom(
    ...[
      '10:30',
      '-15m',
      '+1h30m',
      'close-10m',
      'open',
      'options-close',
      'tue 15:45',
      'yesterday open',
      'now-1s',
    ],
  );
  fc.assert(
    fc.property(texts, instants, (text, at) => {
      const context = { now: at, reference: at, calendar };
      const typed = readTypedTime(text, context);
      if (!typed.isValid) return /has no session|skips|beyond/.test(typed.reason);
      const again = readTypedTime(typed.understood, context);
      return again.isValid && again.at === Math.floor(typed.at / 1000) * 1000;
    }),
    { numRuns: 1000 },
  );
  t.pass();
});

test('on every trading day, open and closes are the calendar’s; on any other they are refused', (t) => {
  fc.assert(
    fc.property(instants, (at) => {
      const date = newYorkDate(at);
      const session = calendar.sessionOn(date);
      const read = (word: string) => readTypedTime(`${date} ${word}`, { now: at, reference: at, calendar });
      const [open, close, end] = ['open', 'close', 'options-close'].map(read);
      if (!session) return [open, close, end].every((one) => !one!.isValid);
      const found = [open, close, end].map((one) => (one!.isValid ? one!.at : null));
      return `${found}` === `${[session.open, session.close, session.optionClose]}`;
    }),
  );
  t.pass();
});
