import test from 'ava';
import { chainOf, type Json, monday, ms, startRig, stockSnapshot } from './support.ts';

const unified = (tickers: string) => `/v3/snapshot?ticker.any_of=${tickers}&limit=250`;
const index = '/v3/snapshot?ticker=I:SPX';

test('an index has a value and a session, and no quote, trade or volume', async (t) => {
  const rig = await startRig(t, monday, '11:00:00');
  const [row] = (await rig.get(index)).json.results;
  t.deepEqual(Object.keys(row).sort(), [
    ...['last_updated', 'market_status', 'name', 'session', 'ticker', 'timeframe', 'type', 'value'],
  ]);
  t.deepEqual(Object.keys(row.session).sort(), [
    ...['change', 'change_percent', 'close', 'high', 'low', 'open', 'previous_close'],
  ]);
  t.is(row.type, 'indices');
  t.is(ms(row.last_updated), rig.clock.now());
  t.true(row.session.low <= row.value && row.value <= row.session.high);
  t.deepEqual((await rig.get('/v3/snapshot/indices?ticker.any_of=I:SPX')).json.results, [row]);
  for (const path of [stockSnapshot.replace('SPY', 'I:SPX'), '/v2/last/trade/I:SPX', '/v2/last/nbbo/I:SPX']) {
    t.is((await rig.get(path)).status, 404, path);
  }
});

test('an index stands beside stocks and contracts in the unified snapshot', async (t) => {
  const rig = await startRig(t, monday, '11:00:00');
  const { results } = (await rig.get(unified('SPY,I:SPX,I:XSP,I:ABC'))).json;
  t.deepEqual(
    results.map(({ ticker, type, error }: Json) => `${ticker} ${type ?? error}`),
    ['I:ABC NOT_FOUND', 'I:SPX indices', 'I:XSP indices', 'SPY stocks'],
  );
  const [, spx, xsp, spy] = results;
  t.true(Math.abs(spx.value / (10.02 * spy.session.price) - 1) < 0.0003);
  t.true(Math.abs(spx.value - 10 * xsp.value) <= 0.06);
});

test('before the opening bell an index shows the session before, after the closing bell its last value', async (t) => {
  const rig = await startRig(t, monday, '09:29:59');
  const row = async () => (await rig.get(index)).json.results[0];
  const before = await row();
  const previous = (await rig.get('/v2/aggs/ticker/I:SPX/prev')).json.results[0];
  t.is(before.value, previous.c);
  t.is(before.market_status, 'closed');
  t.is(ms(before.last_updated), previous.t);
  rig.at(monday, '09:30:00');
  t.is((await row()).session.previous_close, previous.c);
  rig.at(monday, '16:00:00');
  const last = await row();
  rig.at(monday, '19:30:00');
  t.deepEqual(await row(), last);
  t.is(last.value, last.session.close);
});

test('bars of an index have prices alone, in regular hours', async (t) => {
  const rig = await startRig(t, monday, '18:00:00');
  const minutes = (await rig.get(`/v2/aggs/ticker/I:SPX/range/1/minute/${monday}/${monday}`)).json.results;
  t.is(minutes.length, 390);
  t.deepEqual(Object.keys(minutes[0]).sort(), ['c', 'h', 'l', 'o', 't']);
  const [day] = (await rig.get(`/v2/aggs/ticker/I:SPX/range/1/day/${monday}/${monday}`)).json.results;
  t.is(day.h, Math.max(...minutes.map(({ h }: Json) => h)));
  t.is(day.l, Math.min(...minutes.map(({ l }: Json) => l)));
  t.deepEqual([day.o, day.c], [minutes[0].o, minutes.at(-1).c]);
  const hours = (await rig.get(`/v2/aggs/ticker/I:SPX/range/1/hour/${monday}/${monday}`)).json.results;
  t.deepEqual(Object.keys(hours[0]).sort(), ['c', 'h', 'l', 'o', 't']);
  const openClose = (await rig.get(`/v1/open-close/I:SPX/${monday}`)).json;
  t.deepEqual([openClose.open, openClose.close, openClose.volume], [day.o, day.c, undefined]);
});

test('the contracts reference has indices without their prefix', async (t) => {
  const rig = await startRig(t, monday, '11:00:00');
  const contracts =
    '/v3/reference/options/contracts?limit=1000&expiration_date=2026-12-18&underlying_ticker=';
  const rows = await rig.pages(`${contracts}SPX`).then((pages) => pages.flatMap(({ results }) => results));
  t.deepEqual([...new Set(rows.map(({ ticker }) => /^O:([A-Z]+)/.exec(ticker)![1]))], ['SPX', 'SPXW']);
  t.true(rows.every(({ underlying_ticker }) => underlying_ticker === 'SPX'));
  t.true(rows.every(({ exercise_style, cfi }) => exercise_style === 'european' && /^O[CP]EICS$/.test(cfi)));
  t.deepEqual(
    rows.map(({ ticker }) => ticker),
    rows.map(({ ticker }) => ticker).sort(),
  );
  t.deepEqual((await rig.get(`${contracts}I:SPX`)).json.results, []);
  const one = (await rig.get(`/v3/reference/options/contracts/${rows[0].ticker}`)).json.results;
  t.deepEqual(one, rows[0]);
});

test('a chain of an index comes in pages by root, with the value of the index', async (t) => {
  const rig = await startRig(t, monday, '11:00:00');
  const [{ value }] = (await rig.get(index)).json.results;
  const pages = await rig.pages(chainOf('I:SPX', '2026-12-18'));
  t.is(pages.length, 4);
  const rows = pages.flatMap(({ results }) => results);
  const tickers = rows.map(({ details }) => details.ticker);
  t.is(new Set(tickers).size, rows.length);
  t.deepEqual(tickers, [...tickers].sort());
  for (const { details, underlying_asset: asset } of rows) {
    t.is(details.exercise_style, 'european');
    t.deepEqual([asset.ticker, asset.value, asset.price], ['I:SPX', value, undefined]);
  }
  const near = `&strike_price.gte=${value - 20}&strike_price.lte=${value + 20}&contract_type=put`;
  const filtered = (await rig.get(chainOf('I:SPX', monday, near))).json.results;
  t.is(filtered.length, 8);
  const { ticker } = filtered[0].details;
  t.deepEqual((await rig.get(`/v3/snapshot/options/I:SPX/${ticker}`)).json.results, filtered[0]);
  const [row] = (await rig.get(unified(ticker))).json.results;
  t.deepEqual(row.last_quote, filtered[0].last_quote);
  t.is((await rig.get(`/v3/snapshot/options/SPY/${ticker}`)).status, 404);
});

test('what a plan says of indices is its own', async (t) => {
  const rig = await startRig(t, monday, '11:00:00', { profile: 'options-only' });
  t.is((await rig.get('/v3/snapshot/indices')).status, 403);
  t.is((await rig.get(unified('I:SPX'))).json.results[0].error, 'NOT_ENTITLED');
  const [row] = (await rig.get(chainOf('I:SPX', monday))).json.results;
  t.deepEqual(row.underlying_asset, { ticker: 'I:SPX' });
  const today = await rig.get(`/v2/aggs/ticker/I:SPX/range/1/minute/${monday}/${monday}`);
  t.is(today.status, 403);
  t.is((await rig.get('/v2/aggs/ticker/I:SPX/prev')).status, 200);

  rig.simulator.setProfile('starter');
  const [delayed] = (await rig.get(index)).json.results;
  t.is(delayed.timeframe, 'DELAYED');
  t.is(rig.clock.now() - ms(delayed.last_updated), 15 * 60_000);
});

test('faults alter what is said of an index, too', async (t) => {
  const rig = await startRig(t, monday, '11:00:00', { fault: 'impossible-prices' });
  const [row] = (await rig.get(index)).json.results;
  t.true([5e-324, 999_999.99999].includes(row.value));
  rig.simulator.setFault('frozen-feed');
  const [frozen] = (await rig.get(index)).json.results;
  t.is(rig.clock.now() - ms(frozen.last_updated), 20 * 60_000);
  const daily = '/v2/aggs/ticker/I:SPX/range/1/day/2026-11-16/2026-11-20';
  rig.simulator.setFault(null);
  const bars = (await rig.get(daily)).json.results;
  rig.simulator.setFault('split');
  t.deepEqual((await rig.get(daily)).json.results, bars, 'an index is never split');
});
