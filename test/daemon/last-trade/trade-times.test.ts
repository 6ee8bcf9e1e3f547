import test from 'ava';
import { tradeTimes } from '../../../src/daemon/last-trade/trade-times.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';

const calendar = createCalendar();
const tuesday = '2026-11-24';

/** Whether a contract trades, minute by minute around both ends of options. */
const trading = (contract: { underlying: string; expiration: string }, date: string, times: string[]) =>
  times.filter((time) => tradeTimes(calendar, contract, newYorkInstant(date, time)).isTrading);
const times = ['15:59', '16:00', '16:14', '16:15'];
const until = (end: string) => times.filter((time) => time < end);

test('a contract trades until the options of its underlying stop, and on its last day until its series does', (t) => {
  const of = (underlying: string, expiration: string) => trading({ underlying, expiration }, tuesday, times);
  t.deepEqual(of('SPY', tuesday), until('16:15'));
  t.deepEqual(of('I:SPX', '2026-11-25'), until('16:15'));
  t.deepEqual(of('I:SPX', tuesday), until('16:00'));
  t.deepEqual(of('NVDA', '2026-11-27'), until('16:00'));
  const early = ['12:59', '13:00', '13:14', '13:15'];
  t.deepEqual(
    trading({ underlying: 'SPY', expiration: '2026-11-27' }, '2026-11-27', early),
    early.slice(0, 3),
  );
  t.deepEqual(trading({ underlying: 'NVDA', expiration: '2026-11-27' }, '2026-11-27', early), ['12:59']);
});

test('a stock trades until the post-market ends', (t) => {
  const at = (time: string) => tradeTimes(calendar, null, newYorkInstant(tuesday, time)).isTrading;
  t.deepEqual([at('16:14'), at('19:59'), at('20:00')], [true, true, false]);
});
