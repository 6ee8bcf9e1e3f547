import test from 'ava';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { calendarOf } from '../../../src/market/products/product-calendar.ts';
import { readProductChange } from '../../../src/market/products/product-change.ts';

const calendar = createCalendar();
const tuesday = '2026-11-24';
const earlyClose = '2026-11-27';

const phases = (underlying: string, date: string, times: readonly string[], expiration?: string) =>
  times.map((time) => {
    const found = calendarOf({ underlying, ...(expiration && { expiration }) }, calendar).phaseAt(
      newYorkInstant(date, time),
    );
    return `${time} ${found.phase}${found.areOptionsOpen ? ' open' : ''}`;
  });
const times = ['15:59', '16:00', '16:14', '16:15'];
const earlyTimes = ['12:59', '13:00', '13:14', '13:15'];

test('options on SPY and SPX trade until 16:15, those on shares until 16:00', (t) => {
  const late = ['15:59 regular open', '16:00 options-late open', '16:14 options-late open', '16:15 post'];
  t.deepEqual(phases('SPY', tuesday, times), late);
  t.deepEqual(phases('I:SPX', tuesday, times), late);
  t.deepEqual(phases('AAPL', tuesday, times), [
    '15:59 regular open',
    '16:00 post',
    '16:14 post',
    '16:15 post',
  ]);
});

test('on an early close they stop at 13:15 and 13:00', (t) => {
  const late = ['12:59 regular open', '13:00 options-late open', '13:14 options-late open', '13:15 post'];
  t.deepEqual(phases('SPY', earlyClose, earlyTimes), late);
  t.deepEqual(phases('I:SPX', earlyClose, earlyTimes), late);
  t.deepEqual(phases('AAPL', earlyClose, earlyTimes), [
    ...['12:59 regular open', '13:00 post', '13:14 post', '13:15 post'],
  ]);
});

test('a chain stops on its last day when its series does', (t) => {
  const bell = ['15:59 regular open', '16:00 post', '16:14 post', '16:15 post'];
  t.deepEqual(phases('I:SPX', tuesday, times, tuesday), bell);
  t.deepEqual(phases('I:SPX', tuesday, times, '2026-11-25'), phases('I:SPX', tuesday, times));
  t.deepEqual(phases('SPY', tuesday, times, tuesday), phases('SPY', tuesday, times));
  t.deepEqual(phases('I:SPX', earlyClose, ['12:59', '13:00'], earlyClose), [
    ...['12:59 regular open', '13:00 post'],
  ]);
  // VIX is settled by an opening: on its day nothing of it trades.
  const vix = calendarOf({ underlying: 'I:VIX', expiration: '2026-11-18' }, calendar);
  t.is(vix.sessionOn('2026-11-17')!.optionClose, newYorkInstant('2026-11-17', '16:15'));
  t.is(vix.sessionOn('2026-11-18')!.optionClose, newYorkInstant('2026-11-18', '09:30'));
  t.false(vix.phaseAt(newYorkInstant('2026-11-18', '12:00')).areOptionsOpen);
});

test('the phases of a share follow each other without the one of late options', (t) => {
  const own = calendarOf({ underlying: 'AAPL' }, calendar);
  const at = (time: string) => newYorkInstant(tuesday, time);
  t.like(own.phaseAt(at('15:00')), { nextChangeAt: at('16:00'), nextPhase: 'post' });
  t.like(own.phaseAt(at('16:05')), { nextChangeAt: at('20:00'), nextPhase: 'closed' });
  t.like(own.phaseAt(at('16:20')), { nextChangeAt: at('20:00'), nextPhase: 'closed' });
  t.is(own.zeroDteExpiry(at('16:00')), '2026-11-25');
  t.is(own.nextSession(at('16:05')).optionClose, at('16:00'));
  t.is(own.previousSession('2026-11-25').optionClose, at('16:00'));
  t.is(own.sessionOn('2026-11-26'), null);
});

test('a session that is as the market’s stays the same object, and one calendar is not made of another', (t) => {
  const spy = calendarOf({ underlying: 'SPY' }, calendar);
  t.is(spy.sessionOn(tuesday), calendar.sessionOn(tuesday));
  const share = calendarOf({ underlying: 'AAPL' }, calendar);
  t.is(calendarOf({ underlying: 'SPY' }, share), spy);
  t.is(calendarOf({ underlying: 'AAPL' }, share), share);
});

test('what the settings say of a share holds from its date on', (t) => {
  const read = readProductChange('2026-11-24 NVDA end late');
  if ('problem' in read) return t.fail(read.problem);
  const own = calendarOf({ underlying: 'NVDA' }, createCalendar({ products: [read.change] }));
  t.is(own.sessionOn('2026-11-23')!.optionClose, newYorkInstant('2026-11-23', '16:00'));
  t.is(own.sessionOn(tuesday)!.optionClose, newYorkInstant(tuesday, '16:15'));
});
