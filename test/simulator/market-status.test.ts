import test from 'ava';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { type Json, monday, startRig } from './support.ts';

test('the market’s status follows the session', async (t) => {
  const { get, at } = await startRig(t, monday, '03:00');
  const expected: [date: string, time: string, market: string, early: boolean, late: boolean][] = [
    [monday, '03:59:59', 'closed', false, false],
    [monday, '04:00', 'extended-hours', true, false],
    [monday, '09:30', 'open', false, false],
    [monday, '15:59:59', 'open', false, false],
    [monday, '16:00', 'extended-hours', false, true],
    [monday, '20:00', 'closed', false, false],
    ['2026-11-26', '12:00', 'closed', false, false],
    ['2026-11-27', '12:59', 'open', false, false],
    ['2026-11-27', '13:00', 'extended-hours', false, true],
    ['2026-11-27', '17:00', 'closed', false, false],
    ['2026-11-28', '12:00', 'closed', false, false],
    ['2026-12-06', '20:59:59', 'closed', false, false],
    ['2026-12-06', '21:00', 'extended-hours', false, false],
    ['2026-12-07', '03:59:59', 'extended-hours', false, false],
    ['2026-12-07', '04:00', 'extended-hours', true, false],
    ['2026-12-11', '22:00', 'closed', false, false],
  ];
  for (const [date, time, market, early, late] of expected) {
    at(date, time);
    const { json } = await get('/v1/marketstatus/now');
    t.deepEqual(
      [json.market, json.earlyHours, json.afterHours, json.exchanges.nyse],
      [market, early, late, market],
      `${date} ${time}`,
    );
    t.false('status' in json || 'request_id' in json);
  }
});

test('server time carries New York’s own offset', async (t) => {
  const { get } = await startRig(t, '2026-07-06', '09:30');
  t.is((await get('/v1/marketstatus/now')).json.serverTime, '2026-07-06T09:30:00-04:00');
});

test('upcoming days are a bare list, one row for each exchange', async (t) => {
  const { get } = await startRig(t, monday, '11:00');
  const { json } = await get('/v1/marketstatus/upcoming');
  t.true(Array.isArray(json));
  const nyse = json.filter((row: Json) => row.exchange === 'NYSE');
  t.deepEqual(
    nyse.slice(0, 4).map((row: Json) => [row.date, row.status]),
    [
      ['2026-11-26', 'closed'],
      ['2026-11-27', 'early-close'],
      ['2026-12-24', 'early-close'],
      ['2026-12-25', 'closed'],
    ],
  );
  t.is(Date.parse(nyse[1].close), newYorkInstant('2026-11-27', '13:00'));
  t.false('close' in nyse[0]);
  t.is(json.length, nyse.length * 3);
});
