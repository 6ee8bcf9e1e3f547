/** Overnight sessions: dated data, with the trading day that they belong to. */
import test from 'ava';
import fc from 'fast-check';
import { SpyglassError } from '../../src/base/errors.ts';
import { createCalendar } from '../../src/market/calendar/calendar.ts';
import { readHoursChange } from '../../src/market/calendar/hours-change.ts';
import {
  addDays,
  formatNewYorkTime,
  newYorkDate,
  newYorkInstant,
} from '../../src/market/calendar/new-york-time.ts';
import { phases, sessionOf, sessionStart } from '../../src/market/calendar/session.ts';
import { tradeDateOf } from '../../src/market/calendar/trade-date.ts';
import { hoursBy, hoursProblem, tradingHours } from '../../src/market/calendar/trading-hours.ts';
import vectors from './fixtures/overnight-phases.json' with { type: 'json' };

const calendar = createCalendar();

for (const { instant, note, ...expected } of vectors) {
  test(`at ${instant} the market is ${expected.phase}: ${note}`, (t) => {
    const at = Date.parse(instant);
    const { phase, session, nextPhase, nextChangeAt, areOptionsOpen } = calendar.phaseAt(at);
    t.deepEqual(
      {
        ...{ phase, session: session.date, nextPhase },
        nextChangeAt: new Date(nextChangeAt).toISOString(),
        zeroDteExpiry: calendar.zeroDteExpiry(at),
      },
      expected,
    );
    t.false(areOptionsOpen);
    t.is(calendar.nextSession(at).date, session.date);
  });
}

test('the table is dated, in order, says where each change is from, and none of its hours are out of order', (t) => {
  const dates = tradingHours.map(({ from }) => from);
  t.deepEqual(dates, dates.toSorted());
  for (const { from, what, source } of tradingHours) {
    t.true(what !== '' && source !== '', from);
    t.is(hoursProblem(hoursBy()(from)), null, from);
  }
});

test('before the first overnight session nothing is different', (t) => {
  for (const date of calendar.tradingDays('2026-01-02', '2026-12-04')) {
    const session = calendar.sessionOn(date)!;
    t.is(session.overnightOpen, null, date);
    t.is(sessionStart(session), session.preOpen);
  }
  t.is(calendar.sessionOn('2026-12-07')?.overnightOpen, Date.parse('2026-12-07T02:00:00Z'));
});

test('every trading day from then on has the night before it, and no other night has any', (t) => {
  const days = calendar.tradingDays('2026-12-07', '2028-12-31');
  const evenings = new Set(days.map((date) => addDays(date, -1)));
  for (let date = '2026-12-06'; date < '2028-12-30'; date = addDays(date, 1)) {
    const at22 = newYorkInstant(date, '22:00');
    const { phase, session } = calendar.phaseAt(at22);
    t.is(phase, evenings.has(date) ? 'overnight' : 'closed', date);
    if (phase !== 'overnight') continue;
    t.is(session.date, addDays(date, 1));
    t.is(formatNewYorkTime(session.overnightOpen!), '21:00');
    t.is(newYorkDate(session.overnightOpen!), date);
    t.is(calendar.zeroDteExpiry(at22), session.date);
    t.is(tradeDateOf(at22), session.date);
  }
});

test('whatever is traded in a session counts to its trade date', (t) => {
  for (const date of calendar.tradingDays('2026-11-02', '2027-12-31')) {
    const session = calendar.sessionOn(date)!;
    t.is(tradeDateOf(sessionStart(session)), date);
    t.is(tradeDateOf(session.open), date);
    t.is(tradeDateOf(session.postClose), date);
  }
});

test('the trade date rolls after 20:00, also where the clocks change in the night', (t) => {
  for (const date of ['2026-12-06', '2027-03-13', '2027-03-14', '2027-11-06', '2027-11-07', '2026-12-31']) {
    t.is(tradeDateOf(newYorkInstant(date, '00:00')), date);
    t.is(tradeDateOf(newYorkInstant(date, '20:00')), date);
    t.is(tradeDateOf(newYorkInstant(date, '20:00') + 1), addDays(date, 1));
  }
});

test('the calendar can leave overnight sessions out', (t) => {
  const without = createCalendar({ isWithoutOvernight: true });
  const at = newYorkInstant('2026-12-06', '22:00');
  t.like(without.phaseAt(at), { phase: 'closed', nextPhase: 'pre' });
  t.is(without.phaseAt(at).session.date, '2026-12-07', 'it belongs to Monday all the same');
});

const changes = (...texts: string[]) =>
  texts.map((text) => {
    const read = readHoursChange(text);
    if ('problem' in read) throw new Error(read.problem);
    return read.change;
  });

test('hours of the settings come after those of the table', (t) => {
  const later = createCalendar({
    hours: changes('2026-12-07 overnight-open none', '2027-01-25 overnight-open 20:30'),
  });
  t.is(later.sessionOn('2026-12-07')?.overnightOpen, null);
  t.is(later.sessionOn('2027-01-22')?.overnightOpen, null);
  t.is(later.sessionOn('2027-01-25')?.overnightOpen, newYorkInstant('2027-01-24', '20:30'));
});

test('every hour can be changed, those of an early close apart from the others', (t) => {
  const changed = createCalendar({
    hours: changes(
      '2026-11-27 early-close 12:00',
      '2026-11-27 early-option-close 12:15',
      '2026-11-30 open 09:00',
      '2026-11-30 option-close 16:30',
    ),
  });
  const at = (date: string, time: string) => newYorkInstant(date, time);
  t.like(changed.sessionOn('2026-11-27'), {
    open: at('2026-11-27', '09:30'),
    close: at('2026-11-27', '12:00'),
    optionClose: at('2026-11-27', '12:15'),
  });
  t.like(changed.sessionOn('2026-11-30'), {
    open: at('2026-11-30', '09:00'),
    close: at('2026-11-30', '16:00'),
    optionClose: at('2026-11-30', '16:30'),
  });
  t.is(changed.sessionOn('2026-11-25')?.open, at('2026-11-25', '09:30'));
});

test('an overnight session may begin the moment the evening ends', (t) => {
  const seamless = createCalendar({ hours: changes('2026-12-07 overnight-open 20:00') });
  t.like(seamless.phaseAt(newYorkInstant('2026-12-07', '19:59')), { phase: 'post', nextPhase: 'overnight' });
  t.like(seamless.phaseAt(newYorkInstant('2026-12-07', '20:00')), { phase: 'overnight', nextPhase: 'pre' });
  t.like(seamless.phaseAt(newYorkInstant('2026-12-11', '19:59')), { phase: 'post', nextPhase: 'closed' });
});

for (const [text, problem] of [
  ['2027-01-25 overnight-open 19:00', /before the evening ends at 20:00/],
  ['2027-01-25 open 17:00', /not in order/],
  ['2027-01-25 early-close 09:00', /not in order/],
] as const) {
  test(`hours out of order are an error of the settings: ${text}`, (t) => {
    const error = t.throws(() => createCalendar({ hours: changes(text) }), {
      instanceOf: SpyglassError,
      message: problem,
    });
    t.is(error?.code, 'settings');
  });
}

for (const text of [
  '',
  '2027-02-30 open 09:00',
  '2027-01-25 opening 09:00',
  '2027-01-25 open',
  '2027-01-25 open 9:00',
  '2027-01-25 open none',
  '2027-01-25 open 09:00 please',
  '2027-01-25 constructor 09:00',
  '2027-01-25 open 09:00:30',
]) {
  test(`what is no change of hours is said to be none: "${text}"`, (t) => {
    t.true('problem' in readHoursChange(text));
  });
}

test('phases follow on each other with overnight sessions, whatever was asked before', (t) => {
  const asked = createCalendar();
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2026, 10, 20), max: Date.UTC(2029, 0, 31) }), (at) => {
      const answer = asked.phaseAt(at);
      t.deepEqual(answer, createCalendar().phaseAt(at));
      t.true(phases.includes(answer.phase) && answer.nextChangeAt > at);
      t.is(asked.phaseAt(answer.nextChangeAt - 1).phase, answer.phase);
      t.is(asked.phaseAt(answer.nextChangeAt).phase, answer.nextPhase);
    }),
    { numRuns: 100 },
  );
});

test('a session of the table can be made without a calendar', (t) => {
  t.deepEqual(sessionOf('2026-12-07', false), calendar.sessionOn('2026-12-07'));
});
