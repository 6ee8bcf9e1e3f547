import test from 'ava';
import { createCalendar } from '../../../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../../../src/market/calendar/new-york-time.ts';
import {
  readTypedTime,
  type TypedTimeContext,
} from '../../../../src/market/calendar/typed-time/typed-time.ts';

const calendar = createCalendar();
const tuesday = newYorkInstant('2026-11-24', '11:00');

/** What a text means, by default on Tuesday 24 November 2026 at 11:00: an instant as ISO, or the reason of a refusal. */
function read(text: string, context: Partial<TypedTimeContext> = {}): string {
  const now = context.now ?? tuesday;
  const typed = readTypedTime(text, { now, reference: now, calendar, ...context });
  return typed.isValid ? new Date(typed.at).toISOString() : typed.reason;
}

const newYork = (date: string, time: string) => new Date(newYorkInstant(date, time)).toISOString();

const forms: [text: string, date: string, time: string][] = [
  ['10:30', '2026-11-24', '10:30'],
  ['14:30:05', '2026-11-24', '14:30:05'],
  ['10:30 ET', '2026-11-24', '10:30'],
  ['now', '2026-11-24', '11:00'],
  ['-15m', '2026-11-24', '10:45'],
  ['+1h30m', '2026-11-24', '12:30'],
  ['-90s', '2026-11-24', '10:58:30'],
  ['-90m', '2026-11-24', '09:30'],
  ['-1h2m3s', '2026-11-24', '09:57:57'],
  ['now-2h', '2026-11-24', '09:00'],
  ['open', '2026-11-24', '09:30'],
  ['open+5m', '2026-11-24', '09:35'],
  ['close-10m', '2026-11-24', '15:50'],
  ['close -10m', '2026-11-24', '15:50'],
  ['options-close', '2026-11-24', '16:15'],
  ['options-close-1m', '2026-11-24', '16:14'],
  ['10:30+5m', '2026-11-24', '10:35'],
  ['today 09:31', '2026-11-24', '09:31'],
  ['yesterday open', '2026-11-23', '09:30'],
  ['yesterday 10:30 -1h', '2026-11-23', '09:30'],
  ['tue 10:45', '2026-11-24', '10:45'],
  ['Tuesday 10:45', '2026-11-24', '10:45'],
  ['WED  close-10m', '2026-11-18', '15:50'],
  ['fri options-close', '2026-11-20', '16:15'],
  ['2026-11-23 10:15', '2026-11-23', '10:15'],
  ['2026-07-06T09:31', '2026-07-06', '09:31'],
  ['2026-11-23 close-10m', '2026-11-23', '15:50'],
  ['Mon 23 Nov 10:15:00 ET', '2026-11-23', '10:15'],
  ['23 nov open', '2026-11-23', '09:30'],
  ['Fri 21 Nov 2025 10:15 ET', '2025-11-21', '10:15'],
];

for (const [text, date, time] of forms) {
  test(`${text} is ${date} ${time}`, (t) => t.is(read(text), newYork(date, time)));
}

test('an instant with its zone means the same everywhere', (t) => {
  t.is(read('2026-11-23T19:30:00Z'), '2026-11-23T19:30:00.000Z');
  t.is(read('2026-11-23T19:30Z'), '2026-11-23T19:30:00.000Z');
  t.is(read('2026-11-23T14:30:00.25-05:00'), '2026-11-23T19:30:00.250Z');
  t.is(read('2024-02-29T00:00:00+14:00'), '2024-02-28T10:00:00.000Z');
});

test('what is looked at decides where an offset counts from and whose day a time is of; words of days are about now', (t) => {
  const reference = newYorkInstant('2026-11-18', '14:00');
  t.is(read('-15m', { reference }), newYork('2026-11-18', '13:45'));
  t.is(read('10:30', { reference }), newYork('2026-11-18', '10:30'));
  t.is(read('close-10m', { reference }), newYork('2026-11-18', '15:50'));
  t.is(read('now-15m', { reference }), newYork('2026-11-24', '10:45'));
  t.is(read('today open', { reference }), newYork('2026-11-24', '09:30'));
  t.is(read('yesterday open', { reference }), newYork('2026-11-23', '09:30'));
  t.is(read('wed open', { reference }), newYork('2026-11-18', '09:30'));
});

test('yesterday is the trading day before, a weekday the last that was one', (t) => {
  const monday = newYorkInstant('2026-11-30', '10:00');
  t.is(read('yesterday open', { now: monday }), newYork('2026-11-27', '09:30'));
  t.is(
    read('yesterday close', { now: newYorkInstant('2026-11-29', '12:00') }),
    newYork('2026-11-27', '13:00'),
  );
  t.is(read('thu 10:00', { now: monday }), newYork('2026-11-19', '10:00'), 'the 26th was Thanksgiving');
  const thanksgiving = newYorkInstant('2026-11-26', '10:00');
  t.is(read('thu 09:00', { now: thanksgiving }), newYork('2026-11-26', '09:00'), 'today counts');
  t.regex(
    read('sun 18:00'),
    /^no Sunday of late was a trading day: name the date, such as 2026-11-22 18:00$/,
  );
});

test('a session is that of its date: early closes, and closures that the calendar was given', (t) => {
  t.is(read('2026-11-27 close-10m'), newYork('2026-11-27', '12:50'));
  t.is(read('2026-11-27 options-close'), newYork('2026-11-27', '13:15'));
  const announced = createCalendar({
    closures: [{ date: '2026-11-23', name: 'Storm' }],
    earlyCloses: [{ date: '2026-11-20', name: 'Mourning' }],
  });
  t.is(read('yesterday close', { calendar: announced }), newYork('2026-11-20', '13:00'));
  t.is(read('mon 10:00', { calendar: announced }), newYork('2026-11-16', '10:00'));
  t.is(
    read('2026-11-23 open', { calendar: announced }),
    'Mon 23 Nov has no session (Storm): the nearest trading days are Fri 20 Nov and Tue 24 Nov',
  );
});

test('without a day, open and close are those of the session under way, or of the date', (t) => {
  const saturday = newYorkInstant('2026-11-28', '12:00');
  t.is(
    read('close-10m', { now: saturday }),
    'Sat 28 Nov has no session (weekend): the nearest trading days are Fri 27 Nov and Mon 30 Nov',
  );
  const evening = newYorkInstant('2026-11-24', '20:30');
  t.is(read('close-10m', { now: evening }), newYork('2026-11-24', '15:50'));
  const overnight = newYorkInstant('2026-12-06', '22:00');
  t.is(read('open', { now: overnight }), newYork('2026-12-07', '09:30'), 'Sunday night is Monday’s');
  t.is(read('21:30', { now: overnight }), newYork('2026-12-06', '21:30'));
  const newYear = newYorkInstant('2027-01-01', '12:00');
  t.regex(read('open', { now: newYear }), /^Fri 1 Jan has no session .*: .* Thu 31 Dec 2026 and Mon 4 Jan$/);
});

test('who asks for the past is refused what lies in the future', (t) => {
  t.is(
    read('close-10m', { isPast: true }),
    'Tue 24 Nov 15:50:00 ET lies in the future: it is Tue 24 Nov 11:00:00 ET',
  );
  t.regex(read('+1s', { isPast: true }), /lies in the future/);
  t.is(read('now', { isPast: true }), newYork('2026-11-24', '11:00'));
  t.regex(
    read('tue 15:45', { isPast: true }),
    /in the future: .*; the same day of last week was 2026-11-17$/,
  );
});

test('a time that the clock skips is refused; of the hour that it repeats, the first is meant', (t) => {
  t.is(read('2026-03-08 02:30'), 'New York’s clock skips 02:30 on 2026-03-08');
  const sunday = newYorkInstant('2026-03-08', '12:00');
  for (const text of ['02:30', 'today 02:30', 'sun 02:30', '8 Mar 02:30', '02:30+1h']) {
    t.regex(read(text, { now: sunday }), /skips 02:30/, text);
  }
  t.is(read('2026-11-01 01:30'), '2026-11-01T05:30:00.000Z');
});
