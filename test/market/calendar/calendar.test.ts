import test from 'ava';
import fc from 'fast-check';
import { SpyglassError } from '../../../src/base/errors.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import {
  firstDate,
  firstInstant,
  isInstant,
  lastDate,
  lastInstant,
} from '../../../src/market/calendar/instants.ts';
import { newYorkDate, newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';

const calendar = createCalendar();

test('a full day has five windows in New York time', (t) => {
  const at = (time: string) => newYorkInstant('2026-11-23', time);
  t.deepEqual(calendar.sessionOn('2026-11-23'), {
    date: '2026-11-23',
    overnightOpen: null,
    preOpen: at('04:00'),
    open: at('09:30'),
    close: at('16:00'),
    optionClose: at('16:15'),
    postClose: at('20:00'),
    isEarlyClose: false,
  });
});

test('an early close moves the close, the option close and the end of the day', (t) => {
  const at = (time: string) => newYorkInstant('2026-11-27', time);
  t.deepEqual(calendar.sessionOn('2026-11-27'), {
    date: '2026-11-27',
    overnightOpen: null,
    preOpen: at('04:00'),
    open: at('09:30'),
    close: at('13:00'),
    optionClose: at('13:15'),
    postClose: at('17:00'),
    isEarlyClose: true,
  });
  t.is(calendar.earlyClose('2026-11-27'), 'Day after Thanksgiving');
  t.is(calendar.earlyClose('2026-11-23'), null);
  t.is(calendar.earlyClose('2026-11-26'), null);
});

test('windows hold the published number of 15-second slots', (t) => {
  const slots = (from: number, to: number) => (to - from) / 15_000;
  for (const [date, regular, options, pre, post] of [
    ['2026-11-23', 1560, 1620, 1320, 960],
    ['2026-11-27', 840, 900, 1320, 960],
    ['2026-07-02', 1560, 1620, 1320, 960],
  ] as const) {
    const session = calendar.sessionOn(date)!;
    t.is(slots(session.open, session.close), regular);
    t.is(slots(session.open, session.optionClose), options);
    t.is(slots(session.preOpen, session.open), pre);
    t.is(slots(session.close, session.postClose), post);
  }
});

test('a day passes through its phases, each from its first millisecond', (t) => {
  const at = (time: string) => newYorkInstant('2026-11-23', time);
  const steps = [
    ['00:00', 'closed', '04:00', 'pre'],
    ['04:00', 'pre', '09:30', 'regular'],
    ['09:30', 'regular', '16:00', 'options-late'],
    ['16:00', 'options-late', '16:15', 'post'],
    ['16:15', 'post', '20:00', 'closed'],
  ] as const;
  for (const [from, phase, until, nextPhase] of steps) {
    const answer = calendar.phaseAt(at(from));
    t.like(answer, { phase, nextChangeAt: at(until), nextPhase }, from);
    t.is(answer.session.date, '2026-11-23');
    t.is(answer.areOptionsOpen, phase === 'regular' || phase === 'options-late');
  }
  const night = calendar.phaseAt(at('20:00'));
  t.is(night.phase, 'closed');
  t.is(night.session.date, '2026-11-24');
});

test('a closing bell that rings now is no longer the next one', (t) => {
  const session = calendar.sessionOn('2026-11-23')!;
  const following = calendar.sessionOn('2026-11-24')!;
  t.is(calendar.phaseAt(session.open - 1).nextRegularOpen, session.open);
  t.is(calendar.phaseAt(session.open).nextRegularOpen, following.open);
  t.is(calendar.phaseAt(session.close - 1).nextRegularClose, session.close);
  t.is(calendar.phaseAt(session.close).nextRegularClose, following.close);
});

test('phases follow on each other whatever was asked before', (t) => {
  const asked = createCalendar();
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2000, 0, 1, 5), max: Date.UTC(2035, 11, 31) }), (at) => {
      const answer = asked.phaseAt(at);
      t.deepEqual(answer, calendar.phaseAt(at));
      t.true(answer.nextChangeAt > at);
      t.true(answer.nextRegularOpen > at && answer.nextRegularClose > at);
      t.is(asked.phaseAt(answer.nextChangeAt - 1).phase, answer.phase);
      const next = asked.phaseAt(answer.nextChangeAt);
      t.is(next.phase, answer.nextPhase);
      t.deepEqual(createCalendar().phaseAt(at), answer);
    }),
    { numRuns: 100 },
  );
});

test('the next session is the one at hand until its post-market ends', (t) => {
  const session = calendar.sessionOn('2026-11-25')!;
  t.is(calendar.nextSession(session.postClose - 1).date, '2026-11-25');
  t.is(calendar.nextSession(session.postClose).date, '2026-11-27');
  t.is(calendar.nextSession(newYorkInstant('2026-12-31', '20:00')).date, '2027-01-04');
  t.is(calendar.nextSession(newYorkInstant('2026-12-31', '19:59')).date, '2026-12-31');
});

test('the previous session is strictly before a date, across weekends and years', (t) => {
  t.is(calendar.previousSession('2026-11-23').date, '2026-11-20');
  t.is(calendar.previousSession('2026-11-22').date, '2026-11-20');
  t.is(calendar.previousSession('2026-11-27').date, '2026-11-25');
  t.is(calendar.previousSession('2027-01-01').date, '2026-12-31');
  t.is(calendar.previousSession('2025-01-02').date, '2024-12-31');
});

test('trading days are counted with both ends', (t) => {
  t.deepEqual(calendar.tradingDays('2026-11-25', '2026-11-30'), ['2026-11-25', '2026-11-27', '2026-11-30']);
  t.deepEqual(calendar.tradingDays('2026-12-31', '2027-01-04'), ['2026-12-31', '2027-01-04']);
  t.deepEqual(calendar.tradingDays('2026-11-26', '2026-11-26'), []);
  t.deepEqual(calendar.tradingDays('2026-11-30', '2026-11-25'), []);
});

test('a day without a session says why', (t) => {
  const reasons: Record<string, string | null> = {
    '2026-11-23': null,
    '2026-11-26': 'Thanksgiving Day',
    '2026-11-28': 'weekend',
    '2026-04-03': 'Good Friday',
    '2026-07-03': 'Independence Day',
    '2027-06-18': 'Juneteenth',
    '2023-01-02': 'New Year’s Day',
    '2027-12-31': null,
    '2021-06-18': null,
    '2025-01-09': 'Day of mourning for President Carter',
    '2012-10-30': 'Hurricane Sandy',
    '2001-09-14': 'September 11 attacks',
    '2001-09-17': null,
  };
  for (const [date, reason] of Object.entries(reasons)) t.is(calendar.closure(date), reason, date);
});

test('the 0-DTE expiry is today until the option close, then the next session', (t) => {
  const expiry = (date: string, time: string) => calendar.zeroDteExpiry(newYorkInstant(date, time));
  t.is(expiry('2026-11-25', '02:00'), '2026-11-25');
  t.is(expiry('2026-11-25', '16:14:59'), '2026-11-25');
  t.is(expiry('2026-11-25', '16:15'), '2026-11-27');
  t.is(expiry('2026-11-25', '21:00'), '2026-11-27');
  t.is(expiry('2026-11-26', '12:00'), '2026-11-27');
  t.is(expiry('2026-11-27', '13:14:59'), '2026-11-27');
  t.is(expiry('2026-11-27', '13:15'), '2026-11-30');
  t.is(expiry('2026-12-31', '17:00'), '2027-01-04');
});

test('expirations on holidays and weekends are refused with the reason', (t) => {
  const reasonOf = (date: string) => {
    const check = calendar.checkExpiration(date);
    return check.isValid ? null : check.reason;
  };
  t.is(reasonOf('2026-11-26'), '2026-11-26 is not a trading day: Thanksgiving Day');
  t.is(reasonOf('2026-11-28'), '2026-11-28 is not a trading day: a Saturday');
  t.is(reasonOf('2026-11-29'), '2026-11-29 is not a trading day: a Sunday');
  t.is(reasonOf('2026-02-30'), '"2026-02-30" is not a calendar date');
  t.is(reasonOf('2026-11-27'), null);
});

test('unscheduled closures and Saturdays before February 2015 are real expirations', (t) => {
  for (const date of ['2018-12-05', '2025-01-09', '2015-01-17', '2014-01-18', '2010-02-20']) {
    t.deepEqual(calendar.checkExpiration(date), { isValid: true }, date);
    t.is(calendar.sessionOn(date), null, date);
  }
  t.false(calendar.checkExpiration('2015-02-21').isValid);
  t.false(calendar.checkExpiration('2014-01-19').isValid);
});

test('closures and early closes announced at short notice are taken from outside', (t) => {
  const announced = createCalendar({
    closures: [{ date: '2026-12-01', name: 'Day of mourning' }],
    earlyCloses: [{ date: '2026-12-02', name: 'Snow' }],
  });
  t.is(announced.closure('2026-12-01'), 'Day of mourning');
  t.is(announced.nextSession(newYorkInstant('2026-11-30', '21:00')).date, '2026-12-02');
  t.deepEqual(announced.checkExpiration('2026-12-01'), { isValid: true });
  t.is(announced.earlyClose('2026-12-02'), 'Snow');
  t.is(announced.phaseAt(newYorkInstant('2026-12-02', '13:05')).phase, 'options-late');
  t.is(calendar.closure('2026-12-01'), null);
});

test('an override that is not a date is an error of the settings', (t) => {
  const error = t.throws(() => createCalendar({ closures: [{ date: '2026-2-30', name: 'Storm' }] }), {
    instanceOf: SpyglassError,
    message: /Storm.*2026-2-30/,
  });
  t.is(error?.code, 'settings');
});

test('beyond the published lists the rules answer', (t) => {
  t.is(calendar.verifiedThrough, '2028-12-31');
  t.is(calendar.closure('2031-04-11'), 'Good Friday');
  t.is(calendar.closure('2033-12-26'), 'Christmas Day');
  t.is(calendar.earlyClose('2029-07-03'), 'Day before Independence Day');
});

test('what lies beyond the range is refused, and spoils no later answer', (t) => {
  const fresh = createCalendar();
  const monday = newYorkInstant('2026-11-23', '11:00');
  const before = createCalendar().phaseAt(monday);
  for (const at of [
    -9_007_199_254_740_991,
    9_007_199_254_740_991,
    -8.64e15,
    8.64e15,
    0,
    Number.NaN,
    Number.NEGATIVE_INFINITY,
  ]) {
    t.throws(() => fresh.nextSession(at), { instanceOf: RangeError }, String(at));
    t.throws(() => fresh.phaseAt(at), { instanceOf: RangeError }, String(at));
    t.throws(() => fresh.zeroDteExpiry(at), { instanceOf: RangeError }, String(at));
    t.deepEqual(fresh.phaseAt(monday), before);
    t.is(fresh.nextSession(monday).date, '2026-11-23');
  }
  t.like(fresh.checkExpiration('2100-01-04'), { isValid: false });
  t.like(fresh.checkExpiration('9999-12-31'), { isValid: false });
});

test('at both ends of the range every question has an answer', (t) => {
  for (const at of [firstInstant, firstInstant + 1, lastInstant - 1, lastInstant]) {
    const { session } = calendar.phaseAt(at);
    t.truthy(calendar.previousSession(session.date));
    t.truthy(calendar.nextSession(session.postClose));
    t.truthy(calendar.zeroDteExpiry(at));
  }
  t.false(isInstant(firstInstant - 1) || isInstant(lastInstant + 1) || isInstant(Number.NaN));
  t.is(newYorkDate(firstInstant), firstDate);
  t.is(newYorkDate(lastInstant), lastDate);
});

test('what is no date, or before the calendar begins, is refused', (t) => {
  t.throws(() => calendar.sessionOn('2026-02-30'), { instanceOf: RangeError, message: /2026-02-30/ });
  t.throws(() => calendar.tradingDays('2026-01-01', 'x'), { instanceOf: RangeError });
  t.throws(() => calendar.closure('1997-12-31'), {
    instanceOf: RangeError,
    message: /goes from 1998 to 2101/,
  });
  t.throws(() => calendar.phaseAt(0), { instanceOf: RangeError, message: /goes from 1998/ });
});
