import test from 'ava';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { startSimulator } from '../../src/simulator/server.ts';
import { manualClock } from '../support/manual-clock.ts';
import { chain, type Json, monday, ms, startRig, stockSnapshot, tuesday } from './support.ts';

test('a key is asked for, in the header or in the address', async (t) => {
  const { get } = await startRig(t, monday, '11:00', { apiKeys: ['right'] });
  t.is((await get(stockSnapshot, { authorization: 'Bearer right' })).status, 200);
  t.is((await get(`${stockSnapshot}?apiKey=right`, {})).status, 200);
  const wrong = await get(stockSnapshot, { authorization: 'Bearer wrong' });
  t.is(wrong.status, 401);
  t.is(wrong.json.error, 'Unknown API Key');
  t.is(wrong.json.status, 'ERROR');
  t.is((await get(stockSnapshot, {})).status, 401);
  t.is((await get(stockSnapshot, { authorization: 'Bearer ' })).status, 401);
});

test('any key is right unless keys are given', async (t) => {
  const { get } = await startRig(t, monday, '11:00');
  t.is((await get(stockSnapshot, { authorization: 'Bearer whatever' })).status, 200);
  t.is((await get(stockSnapshot, {})).status, 401);
});

test('the log says what was asked and never the key', async (t) => {
  const lines: string[] = [];
  const { get, simulator } = await startRig(t, monday, '11:00', { log: (line) => lines.push(line) });
  await get(`${chain(monday)}&apiKey=sesame`, {});
  await get(stockSnapshot, { authorization: 'Bearer sesame' });
  t.is(lines.length, 2);
  t.regex(lines[0]!, /^GET \/v3\/snapshot\/options\/SPY\?expiration_date=2026-11-23&limit=250 200 \d+ ms$/);
  t.notRegex(lines.join('\n'), /sesame/);
  t.is(simulator.requests(), 2);
});

test('no next_url carries the key', async (t) => {
  const { get } = await startRig(t, monday, '11:00');
  const { json } = await get(`${chain(monday)}&apiKey=sesame`, {});
  const cursor = new URL(json.next_url).searchParams.get('cursor')!;
  t.notRegex(Buffer.from(cursor, 'base64url').toString(), /sesame|apiKey/);
});

test('unknown paths, tickers and methods are told apart', async (t) => {
  const { get, simulator } = await startRig(t, monday, '11:00');
  const path = await get('/v9/nothing');
  t.is(path.status, 404);
  t.is(path.text, '404 page not found\n');
  const ticker = await get(stockSnapshot.replace('SPY', 'NOPE'));
  t.is(ticker.status, 404);
  t.is(ticker.json.status, 'NOT_FOUND');
  t.is((await get(stockSnapshot.replace('SPY', 'spy'))).status, 404, 'tickers are case-sensitive');
  t.is((await get('/v3/snapshot/options/SPY/O:SPY261123C99999000')).status, 404);
  const posted = await fetch(simulator.url + stockSnapshot, { method: 'POST' });
  t.is(posted.status, 405);
});

test('the Date header and the server’s time are the simulated market’s', async (t) => {
  const { get } = await startRig(t, monday, '11:00');
  const { json, headers } = await get('/v1/marketstatus/now');
  t.is(headers.get('date'), 'Mon, 23 Nov 2026 16:00:00 GMT');
  t.is(json.serverTime, '2026-11-23T11:00:00-05:00');
  t.regex(headers.get('x-request-id') ?? '', /^[0-9a-f]{32}$/);
});

test('the same seed and clock give the same bodies, in whichever order they are asked', async (t) => {
  const [one, two] = [await startRig(t, monday, '10:00'), await startRig(t, monday, '10:00')];
  await two.get('/v2/aggs/ticker/QQQ/range/1/minute/2026-11-16/2026-11-23?limit=50000');
  const paths = [stockSnapshot, chain(monday), '/v3/snapshot?ticker.any_of=SPY,QQQ', '/v1/marketstatus/now'];
  const times = ['09:31', '11:00', '15:59', '16:10', '18:00'];
  const collect = async (rig: typeof one, order: string[]) => {
    const found = new Map<string, string>();
    for (const time of order) {
      rig.at(monday, time);
      for (const path of paths) {
        const { text } = await rig.get(path);
        found.set(`${time} ${path}`, text.replaceAll(rig.simulator.url, ''));
      }
    }
    return times.flatMap((time) => paths.map((path) => found.get(`${time} ${path}`)));
  };
  t.deepEqual(await collect(one, times), await collect(two, times.toReversed()));
});

test('another seed gives another market', async (t) => {
  const one = await startRig(t, monday, '11:00', { seed: 1 });
  const two = await startRig(t, monday, '11:00', { seed: 2 });
  t.not((await one.get(stockSnapshot)).json.ticker.min.c, (await two.get(stockSnapshot)).json.ticker.min.c);
});

test('before the opening bell the day is zeros while trades go on', async (t) => {
  const { get } = await startRig(t, monday, '08:15');
  const { ticker } = (await get(stockSnapshot)).json;
  t.deepEqual(ticker.day, { o: 0, h: 0, l: 0, c: 0, v: 0, vw: 0, dv: '0' });
  t.true(ticker.min.c > 0 && ticker.lastTrade.p > 0 && ticker.prevDay.c > 0);
  t.true(Math.abs(ticker.todaysChange - (ticker.lastTrade.p - ticker.prevDay.c)) < 1e-6);
  const { session } = (await get('/v3/snapshot?ticker.any_of=SPY')).json.results[0];
  t.is(session.open, 0);
  t.is(session.early_trading_change, session.change);
});

test('from 3:30 to 4:00 snapshots are cleared', async (t) => {
  const { get, at } = await startRig(t, monday, '03:29:59');
  t.true((await get(stockSnapshot)).json.ticker.day.c > 0);
  at(monday, '03:30');
  const { ticker } = (await get(stockSnapshot)).json;
  t.is(ticker.day.c, 0);
  t.is(ticker.lastTrade.p, 0);
  t.is(ticker.todaysChange, 0);
  at(monday, '04:00');
  t.true((await get(stockSnapshot)).json.ticker.lastTrade.p > 0);
});

test('a weekend shows Friday’s values, updated at 20:00 sharp', async (t) => {
  const { get } = await startRig(t, '2026-11-21', '12:00');
  const { ticker } = (await get(stockSnapshot)).json;
  t.is(ms(ticker.updated), newYorkInstant('2026-11-20', '20:00'));
  t.true(ticker.day.c > 0);
  t.not(ticker.min.c, ticker.day.c, 'the last minute is the post-market’s');
});

test('timestamps are nanoseconds with all their digits, volumes scientific and fractional', async (t) => {
  const { get } = await startRig(t, monday, '15:00');
  const { text } = await get(stockSnapshot);
  const stamp = /"lastTrade":\{.*"t":(\d{19})/.exec(text)?.[1] ?? '';
  t.not(BigInt(stamp), BigInt(Number(stamp)), 'more digits than a double holds');
  t.regex(text, /"v":\d\.\d{6,}e\+07/);
  const { json } = await get('/v2/aggs/ticker/SPY/prev');
  t.true(Number.isInteger(json.results[0].v), 'the previous day’s volume is whole');
});

test('the previous bar is stamped with the session’s end, bars of a range with its midnight', async (t) => {
  const { get } = await startRig(t, monday, '11:00');
  const prev = (await get('/v2/aggs/ticker/SPY/prev')).json;
  t.is(prev.results[0].t, newYorkInstant('2026-11-20', '16:00'));
  const range = (await get('/v2/aggs/ticker/SPY/range/1/day/2026-11-20/2026-11-20')).json;
  t.is(range.results[0].t, newYorkInstant('2026-11-20', '00:00'));
  t.is(range.results[0].c, prev.results[0].c);
});

test('rows of a failed ticker stand among the good ones', async (t) => {
  const { get, simulator } = await startRig(t, monday, '11:00');
  const path = '/v3/snapshot?ticker.any_of=SPY,NOPE,O:SPY261123C00715000';
  const rows: Json[] = (await get(path)).json.results;
  t.deepEqual(
    rows.map(({ ticker, error }) => [ticker, error]),
    [
      ['NOPE', 'NOT_FOUND'],
      ['O:SPY261123C00715000', undefined],
      ['SPY', undefined],
    ],
  );
  t.is(rows[1].details.ticker, undefined);
  t.is(rows[1].type, 'options');
  t.is(rows[2].market_status, 'open');
  simulator.setProfile('options-only');
  t.is((await get(path)).json.results[2].error, 'NOT_ENTITLED');
});

test('the contract snapshot is the chain’s row', async (t) => {
  const { get } = await startRig(t, monday, '11:00');
  const row = (await get(chain(monday))).json.results[80];
  const single = (await get(`/v3/snapshot/options/SPY/${row.details.ticker}`)).json;
  t.deepEqual(single.results, row);
});

test('before the bell and for contracts without a trade today the day is the settled one before', async (t) => {
  const { get, at } = await startRig(t, tuesday, '08:00');
  const before: Json[] = (await get(chain(tuesday))).json.results;
  const settled = before.filter((row) => row.day.volume);
  t.true(settled.length > 50);
  for (const { day } of settled) {
    t.true([monday, '2026-11-20'].some((date) => ms(day.last_updated) === newYorkInstant(date, '16:00')));
    t.is(day.change, 0);
    t.is(day.previous_close, day.close);
  }
  at(tuesday, '11:00');
  const stamps = new Set(
    (await get(chain(tuesday))).json.results.map(({ day }: Json) => day.last_updated && ms(day.last_updated)),
  );
  t.true(stamps.has(newYorkInstant(tuesday, '00:00')));
  t.true(stamps.has(newYorkInstant(monday, '16:00')));
});

test('an expired contract leaves the chain on the next day', async (t) => {
  const { get, at } = await startRig(t, monday, '18:00');
  t.true((await get(chain(monday))).json.results.length === 250);
  at(tuesday, '00:01');
  t.deepEqual((await get(chain(monday))).json.results, []);
  t.is((await get('/v3/snapshot/options/SPY/O:SPY261123C00715000')).status, 404);
});

test('other symbols have their own chains', async (t) => {
  const { pages } = await startRig(t, monday, '11:00');
  for (const [symbol, expiration] of [
    ['QQQ', monday],
    ['AAPL', '2026-11-27'],
  ]) {
    const rows = (
      await pages(`/v3/snapshot/options/${symbol}?expiration_date=${expiration}&limit=250`)
    ).flatMap((page) => page.results);
    t.true(rows.length > 300, symbol);
    t.true(rows.every((row) => row.details.ticker.startsWith(`O:${symbol}`)));
  }
});

test('bodies are compressed for clients that take it', async (t) => {
  const { get } = await startRig(t, monday, '11:00');
  const compressed = await get(chain(monday));
  t.is(compressed.headers.get('content-encoding'), 'gzip');
  const plain = await get(chain(monday), { authorization: 'Bearer k', 'accept-encoding': 'identity' });
  t.is(plain.headers.get('content-encoding'), null);
  t.is(plain.text, compressed.text);
});

test('closing ends connections that hang and frees the port', async (t) => {
  const clock = manualClock(newYorkInstant(monday, '11:00'));
  const simulator = await startSimulator({ clock, fault: 'hang' });
  const pending = fetch(simulator.url + stockSnapshot, { headers: { authorization: 'Bearer k' } });
  while (simulator.requests() === 0) await new Promise((resolve) => setImmediate(resolve));
  await simulator.close();
  await simulator.close();
  await t.throwsAsync(pending);
  const again = await startSimulator({ clock, port: simulator.port });
  t.is(again.port, simulator.port);
  await t.throwsAsync(startSimulator({ clock, port: again.port }), { code: 'upstream_unreachable' });
  await again.close();
});
