import test from 'ava';
import { formatNewYorkTime, newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { type Json, monday, startRig } from './support.ts';

const range = (span: string, from: string | number, to: string | number, more = '') =>
  `/v2/aggs/ticker/SPY/range/${span}/${from}/${to}?limit=50000${more}`;

test('minutes cover pre- and post-market and end with the last whole one', async (t) => {
  const { get } = await startRig(t, monday, '11:00:30');
  const { json } = await get(range('1/minute', monday, monday));
  t.is(json.status, 'OK');
  t.is(json.resultsCount, json.results.length);
  t.is(json.queryCount, json.results.length);
  t.is(formatNewYorkTime(json.results[0].t), '04:00');
  t.is(formatNewYorkTime(json.results.at(-1).t), '10:59');
  const full = 7 * 60;
  t.true(json.results.length < full && json.results.length > full - 60, 'quiet minutes have no bar');
  for (const bar of json.results) {
    t.true(bar.l <= bar.o && bar.o <= bar.h && bar.l <= bar.c && bar.c <= bar.h && bar.v > 0);
    t.true(bar.vw >= bar.l && bar.vw <= bar.h);
  }
});

test('longer bars are made of the minutes, aligned to New York’s clock', async (t) => {
  const { get } = await startRig(t, monday, '23:00');
  const minutes: Json[] = (await get(range('1/minute', monday, monday))).json.results;
  for (const [span, length] of [
    ['5/minute', 5],
    ['15/minute', 15],
    ['1/hour', 60],
    ['4/hour', 240],
  ] as const) {
    const bars: Json[] = (await get(range(span, monday, monday))).json.results;
    const midnight = newYorkInstant(monday, '00:00');
    for (const bar of bars) {
      t.is((bar.t - midnight) % (length * 60_000), 0);
      const within = minutes.filter(({ t: start }) => start >= bar.t && start < bar.t + length * 60_000);
      t.is(bar.o, within[0].o);
      t.is(bar.c, within.at(-1).c);
      t.is(bar.h, Math.max(...within.map(({ h }) => h)));
      t.is(bar.l, Math.min(...within.map(({ l }) => l)));
      t.true(Math.abs(bar.v - within.reduce((sum, { v }) => sum + v, 0)) < 0.01);
    }
  }
});

test('days, weeks and months begin at midnight in New York, across the change of clocks', async (t) => {
  const { get } = await startRig(t, monday, '11:00');
  const days: Json[] = (await get(range('1/day', '2026-10-26', '2026-11-09'))).json.results;
  t.is(days.length, 11);
  t.deepEqual(
    days.map(({ t: start }) => formatNewYorkTime(start)),
    days.map(() => '00:00'),
  );
  t.deepEqual([days[0].t, days.at(-1).t], [Date.UTC(2026, 9, 26, 4), Date.UTC(2026, 10, 9, 5)]);
  const weeks: Json[] = (await get(range('1/week', '2026-11-04', '2026-11-12'))).json.results;
  t.deepEqual(
    weeks.map(({ t: start }) => start),
    [newYorkInstant('2026-11-01', '00:00'), newYorkInstant('2026-11-08', '00:00')],
  );
  t.is(weeks[0].o, days[5].o, 'a week that is asked for in part comes whole');
  const months: Json[] = (await get(range('1/month', '2026-09-15', '2026-10-15'))).json.results;
  t.deepEqual(
    months.map(({ t: start }) => start),
    [newYorkInstant('2026-09-01', '00:00'), newYorkInstant('2026-10-01', '00:00')],
  );
});

test('the day at hand is the bar so far', async (t) => {
  const { get } = await startRig(t, monday, '11:00');
  const [bar] = (await get(range('1/day', monday, monday))).json.results;
  const { day } = (await get('/v2/snapshot/locale/us/markets/stocks/tickers/SPY')).json.ticker;
  t.deepEqual([bar.o, bar.h, bar.l, bar.c], [day.o, day.h, day.l, day.c]);
});

test('an empty answer has no results at all', async (t) => {
  const { get } = await startRig(t, monday, '11:00');
  for (const path of [
    range('1/day', '2026-11-21', '2026-11-22'),
    range('1/minute', '2026-11-22', '2026-11-22'),
    '/v2/aggs/ticker/NOPE/range/1/day/2026-11-02/2026-11-20',
    '/v2/aggs/ticker/NOPE/prev',
  ]) {
    const { status, json } = await get(path);
    t.is(status, 200);
    t.false('results' in json, path);
    t.is(json.resultsCount, 0);
  }
});

test('the limit counts base minutes, and next_url goes on with the next window', async (t) => {
  const { get, simulator, pages } = await startRig(t, monday, '11:00');
  const path = '/v2/aggs/ticker/SPY/range/1/hour/2026-11-09/2026-11-20';
  const found = await pages(`${path}?limit=5000`);
  t.is(found.length, 2);
  t.true(found[0].results.length < 90 && found[0].queryCount <= 5000);
  const next = new URL(found[0].next_url);
  t.is(next.origin, simulator.url);
  t.regex(next.pathname, /\/range\/1\/hour\/\d{13}\/2026-11-20$/);
  t.is(Buffer.from(next.searchParams.get('cursor')!, 'base64').toString(), 'limit=5000&sort=asc');
  const paged = found.flatMap((page) => page.results);
  const whole = (await get(`${path}?limit=50000`)).json;
  t.deepEqual(paged, whole.results);
  t.false('next_url' in whole);
  const down = (await pages(`${path}?limit=3000&sort=desc`)).flatMap((page) => page.results);
  t.deepEqual(down.toReversed(), whole.results);
});

test('bounds may be milliseconds, and are stretched to whole windows', async (t) => {
  const { get } = await startRig(t, monday, '15:00');
  const [from, to] = [newYorkInstant(monday, '10:07'), newYorkInstant(monday, '10:31')];
  const { json } = await get(range('15/minute', from, to));
  t.deepEqual(
    json.results.map((bar: Json) => formatNewYorkTime(bar.t)),
    ['10:00', '10:15', '10:30'],
  );
  t.is(json.queryCount, 45);
});

test('bounds, spans and limits that make no sense are refused', async (t) => {
  const { get } = await startRig(t, monday, '11:00');
  for (const path of [
    '/v2/aggs/ticker/SPY/range/1/day/yesterday/2026-11-20',
    '/v2/aggs/ticker/SPY/range/1/day/2026-11-20/2026-11-02',
    '/v2/aggs/ticker/SPY/range/0/day/2026-11-02/2026-11-20',
    '/v2/aggs/ticker/SPY/range/1/fortnight/2026-11-02/2026-11-20',
    '/v2/aggs/ticker/SPY/range/100000/year/2026-11-02/2026-11-20',
    '/v2/aggs/ticker/SPY/range/1/day/2026-11-02/2026-11-20?limit=50001',
  ]) {
    t.is((await get(path)).status, 400, path);
  }
});

test('windows that reach beyond the simulated market are cut, not refused', async (t) => {
  const { get } = await startRig(t, monday, '11:00');
  const { json } = await get(range('1000/day', '2026-11-02', '9999-12-31'));
  t.true(json.queryCount > 100);
  t.is((await get('/v2/aggs/ticker/SPY/range/1000/year/2026-11-02/2026-11-20')).status, 200);
});

test('options have aggregates of the days on which they were listed', async (t) => {
  const { get } = await startRig(t, monday, '12:00');
  const ticker = 'O:SPY261123C00716000';
  const { json } = await get(`/v2/aggs/ticker/${ticker}/range/1/day/2026-11-02/${monday}`);
  t.true(json.results.length >= 5 && json.results.length <= 11, `${json.results.length} days`);
  const row = (await get(`/v3/snapshot/options/SPY/${ticker}`)).json.results;
  const last = json.results.at(-1);
  t.deepEqual(
    [last.o, last.h, last.l, last.c, last.v],
    [...[row.day.open, row.day.high, row.day.low, row.day.close, row.day.volume]],
  );
  t.is(row.day.previous_close, json.results.at(-2).c);
  const minutes: Json[] = (await get(`/v2/aggs/ticker/${ticker}/range/1/minute/${monday}/${monday}`)).json
    .results;
  t.true(minutes.every((bar) => bar.t >= newYorkInstant(monday, '09:30')));
});

test('grouped and open-close bars agree with the range', async (t) => {
  const { get } = await startRig(t, monday, '11:00');
  const [bar] = (await get(range('1/day', '2026-11-20', '2026-11-20'))).json.results;
  const grouped = (await get('/v2/aggs/grouped/locale/us/market/stocks/2026-11-20')).json;
  const spy = grouped.results.find((row: Json) => row.T === 'SPY');
  t.deepEqual(
    [spy.o, spy.h, spy.l, spy.c, spy.t],
    [...[bar.o, bar.h, bar.l, bar.c, newYorkInstant('2026-11-20', '16:00')]],
  );
  t.false('results' in (await get('/v2/aggs/grouped/locale/us/market/stocks/2026-11-22')).json);
  const openClose = (await get('/v1/open-close/SPY/2026-11-20')).json;
  t.deepEqual([openClose.open, openClose.close, openClose.from], [bar.o, bar.c, '2026-11-20']);
  t.is((await get('/v1/open-close/SPY/2026-11-22')).status, 404);
});
