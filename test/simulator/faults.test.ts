import { connect } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { newYorkDate, newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { faultKinds } from '../../src/simulator/faults/fault.ts';
import { type FaultName, faultNames, faults } from '../../src/simulator/faults.ts';
import { sharedMarket } from '../support/shared-market.ts';
import { pastFaultChecks } from './past-fault-checks.ts';
import { chain, type Json, monday, ms, type Rig, startRig, stockSnapshot } from './support.ts';

type Check = (t: ExecutionContext, rig: Rig) => Promise<void>;

const now = newYorkInstant(monday, '11:00');
const contractsOf = (json: Json): Json[] => json.results;

/** What a good answer looks like, to compare with. */
async function good(rig: Rig, path: string): Promise<Json> {
  const { simulator, get } = rig;
  const fault = current.get(rig)!;
  simulator.setFault(null);
  const { json } = await get(path);
  simulator.setFault(fault);
  return json;
}

const current = new WeakMap<Rig, FaultName>();

function answers(status: number, body: RegExp): Check {
  return async (t, { get }) => {
    for (const path of [stockSnapshot, chain(monday), '/v1/marketstatus/now']) {
      const answered = await get(path);
      t.is(answered.status, status);
      t.regex(answered.text, body);
    }
  };
}

/** Prices in the stock snapshot and the chain all pass. */
function prices(holds: (price: unknown) => boolean): Check {
  return async (t, { get }) => {
    const { ticker } = (await get(stockSnapshot)).json;
    for (const price of [ticker.day.o, ticker.min.c, ticker.lastTrade.p, ticker.lastQuote.P])
      t.true(holds(price));
    const rows = contractsOf((await get(chain(monday))).json);
    for (const row of rows) t.true(holds(row.last_quote.ask) && holds(row.last_quote.midpoint));
    t.true(rows.every(({ day }) => !('close' in day) || holds(day.close)));
    const bars: Json[] = (await get(`/v2/aggs/ticker/SPY/range/1/hour/${monday}/${monday}`)).json.results;
    t.true(bars.every((bar) => [bar.o, bar.h, bar.l, bar.c].every(holds)));
    t.deepEqual(ticker.lastTrade.c, [14], 'conditions of a trade are no prices');
  };
}

/** A request that never ends well; resolves with how it failed. */
async function failure(t: ExecutionContext, url: string): Promise<string> {
  const request = async () => {
    const response = await fetch(url, { headers: { authorization: 'Bearer k' } });
    await response.text();
  };
  const error = await t.throwsAsync(request());
  const { cause } = error as { cause?: { code?: string; message?: string } };
  return `${cause?.code ?? ''} ${cause?.message ?? ''} ${error?.message}`;
}

/** The first bytes that come, and how the connection goes on: reset, or still open when the simulator has settled. */
function rawRequest(rig: Rig, path: string) {
  const socket = connect(rig.simulator.port, '127.0.0.1');
  let text = '';
  const ended = new Promise<string>((resolve) => {
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
    socket.on('close', () => resolve('closed'));
  });
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  socket.write(`GET ${path} HTTP/1.1\r\nHost: simulator\r\nAuthorization: Bearer k\r\n\r\n`);
  return { socket, ended, text: () => text };
}

async function until(condition: () => boolean) {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

const checks: Record<FaultName, Check> = {
  ...pastFaultChecks,
  'rate-limited': answers(429, /exceeded the maximum requests per minute/),
  'rate-limited-retry-after': async (t, rig) => {
    await answers(429, /exceeded/)(t, rig);
    t.is((await rig.get(stockSnapshot)).headers.get('retry-after'), '7');
  },
  'rate-limited-retry-after-date': async (t, { get }) => {
    t.is(Date.parse((await get(stockSnapshot)).headers.get('retry-after')!), now + 20_000);
  },
  'rate-limited-empty': answers(429, /^$/),
  'server-error': answers(500, /"error":"Internal server error"/),
  'bad-gateway': answers(502, /^<html>/),
  unavailable: answers(503, /^no healthy upstream$/),
  'unavailable-retry-after': async (t, rig) => {
    await answers(503, /^no healthy upstream$/)(t, rig);
    t.is((await rig.get(stockSnapshot)).headers.get('retry-after'), '3600');
  },
  'gateway-timeout': answers(504, /^$/),
  flaky: async (t, { get }) => {
    const statuses: number[] = [];
    for (let call = 0; call < 4; call++) statuses.push((await get(stockSnapshot)).status);
    t.deepEqual(statuses, [503, 200, 503, 200]);
  },
  'url-too-long': answers(414, /Request-URI Too Large/),
  'empty-body': answers(200, /^$/),
  'truncated-json': async (t, { simulator }) => {
    const response = await fetch(simulator.url + chain(monday), { headers: { authorization: 'Bearer k' } });
    t.is(response.status, 200);
    const text = await response.text();
    t.true(text.length > 1000);
    t.throws(() => JSON.parse(text));
  },
  'plain-text': async (t, { simulator }) => {
    const response = await fetch(simulator.url + stockSnapshot, { headers: { authorization: 'Bearer k' } });
    t.is(response.headers.get('content-type'), 'application/json');
    t.is(await response.text(), 'OK');
  },
  'html-page': answers(200, /^<!doctype html>/),
  'wrong-content-type': async (t, { get }) => {
    const answered = await get(stockSnapshot);
    t.is(answered.headers.get('content-type'), 'text/html');
    t.is(JSON.parse(answered.text).ticker.ticker, 'SPY');
  },
  'invalid-utf8': async (t, { simulator }) => {
    const response = await fetch(simulator.url + stockSnapshot, { headers: { authorization: 'Bearer k' } });
    const bytes = await response.bytes();
    t.throws(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    t.is(JSON.parse(new TextDecoder().decode(bytes)).ticker.ticker, 'SPY');
  },
  'byte-order-mark': async (t, { simulator }) => {
    const response = await fetch(simulator.url + stockSnapshot, { headers: { authorization: 'Bearer k' } });
    t.deepEqual([...(await response.bytes()).subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  },
  'gzip-garbage': async (t, { simulator }) => {
    t.regex(await failure(t, simulator.url + stockSnapshot), /header check|Z_DATA_ERROR/);
  },
  'bare-array': async (t, { get }) => {
    const { json } = await get(stockSnapshot);
    t.true(Array.isArray(json));
    t.is(json[0].ticker.ticker, 'SPY');
  },
  'error-with-200': answers(200, /"status":"ERROR".*"error":"backend timed out"/),
  'not-authorized-with-200': async (t, { get }) => {
    const { status, json } = await get(chain(monday));
    t.is(status, 200);
    t.is(json.status, 'NOT_AUTHORIZED');
    t.true(contractsOf(json).length > 0);
    t.is((await get('/v1/marketstatus/now')).json.status, undefined);
  },
  'missing-results': async (t, { get }) => {
    t.deepEqual(Object.keys((await get(stockSnapshot)).json).sort(), ['request_id', 'status']);
    t.false('results' in (await get(chain(monday))).json);
  },
  'null-results': async (t, { get }) => {
    t.is((await get(stockSnapshot)).json.ticker, null);
    t.is((await get(chain(monday))).json.results, null);
  },
  'wrong-types': async (t, { get }) => {
    const { ticker } = (await get(stockSnapshot)).json;
    t.is(ticker.ticker, 42);
    for (const value of [ticker.day.o, ticker.lastTrade.t])
      t.true(typeof value === 'string' || Array.isArray(value));
  },
  nulls: async (t, { get }) => {
    const row = contractsOf((await get(chain(monday))).json)[100];
    t.is(row.details.ticker, null);
    t.is(row.last_quote.bid, null);
    t.is((await get(stockSnapshot)).json.ticker.min.c, null);
  },
  'empty-objects': async (t, { get }) => {
    const row = contractsOf((await get(chain(monday))).json)[100];
    for (const part of ['day', 'details', 'greeks', 'last_quote', 'underlying_asset'])
      t.deepEqual(row[part], {});
    t.true(row.open_interest >= 0);
  },
  'negative-prices': prices((price) => typeof price === 'number' && price < 0),
  'zero-prices': prices((price) => price === 0),
  'nan-prices': prices((price) => price === 'NaN'),
  'huge-numbers': async (t, { get }) => {
    const answered = await get(stockSnapshot);
    t.regex(answered.text, /"o":1e999/);
    t.is(answered.json.ticker.day.o, Number.POSITIVE_INFINITY);
  },
  'milliseconds-for-nanoseconds': async (t, { get }) => {
    t.is((await get(stockSnapshot)).json.ticker.updated, now);
    const row = contractsOf((await get(chain(monday))).json)[100];
    t.true(row.last_quote.last_updated < 1e13);
  },
  'nanoseconds-for-milliseconds': async (t, { get }) => {
    const { ticker } = (await get(stockSnapshot)).json;
    t.is(ticker.min.t, now * 1e6);
    t.true(ticker.updated > 1e18 && ticker.updated < 2e18, 'nanoseconds stay as they are');
  },
  'future-timestamps': async (t, { get }) => {
    const { ticker } = (await get(stockSnapshot)).json;
    t.true(ms(ticker.updated) > now + 47 * 3_600_000);
    t.true(ticker.min.t > now + 47 * 3_600_000);
  },
  'stale-day': async (t, { get }) => {
    const { ticker } = (await get(stockSnapshot)).json;
    t.deepEqual(ticker.day, ticker.prevDay);
    for (const { day } of contractsOf((await get(chain(monday))).json)) {
      if (!('close' in day)) continue;
      t.is(ms(day.last_updated), newYorkInstant('2026-11-20', '16:00'));
      t.deepEqual([day.change, day.previous_close], [0, day.close]);
    }
  },
  'delayed-spot': async (t, { get, clock, simulator }) => {
    const [row] = contractsOf((await get(chain(monday))).json).slice(-1);
    t.is(row.last_quote.timeframe, 'REAL-TIME');
    t.is(row.underlying_asset.timeframe, 'DELAYED');
    t.is(ms(row.underlying_asset.last_updated), now - 15 * 60_000);
    simulator.setFault(null);
    clock.set(now - 15 * 60_000);
    t.is(row.underlying_asset.price, (await get(stockSnapshot)).json.ticker.lastTrade.p);
  },
  'delayed-chain': async (t, rig) => {
    const rows = contractsOf((await rig.get(chain(monday))).json);
    t.true(rows.every((row) => !('last_quote' in row) && !('price' in row.underlying_asset)));
    const volume = (list: Json[]) => list.reduce((sum, { day }) => sum + (day.volume ?? 0), 0);
    t.true(volume(rows) < volume(contractsOf(await good(rig, chain(monday)))));
    t.is(ms((await rig.get(stockSnapshot)).json.ticker.updated), now);
  },
  'late-chain': async (t, { get, clock }) => {
    clock.set(now + 5000);
    const refused = await get(chain(monday));
    t.is(refused.status, 503);
    t.is(refused.headers.get('retry-after'), '15');
    t.is((await get(stockSnapshot)).status, 200);
    clock.set(now + 20_000);
    t.is((await get(chain(monday))).status, 200);
  },
  'open-interest-flip': async (t, { get }) => {
    const total = async () =>
      contractsOf((await get(chain(monday))).json).reduce((sum, row) => sum + row.open_interest, 0);
    const [first, second, third] = [await total(), await total(), await total()];
    t.true(first < 0.65 * second);
    t.is(third, first);
  },
  'out-of-line-print': async (t, rig) => {
    const { lastTrade, lastQuote } = (await rig.get(stockSnapshot)).json.ticker;
    t.true(lastTrade.p > lastQuote.P * 1.02);
    t.deepEqual(lastTrade.c, [14]);
    const was = contractsOf(await good(rig, chain(monday)));
    const rows = contractsOf((await rig.get(chain(monday))).json);
    for (const [index, { last_trade }] of rows.entries()) {
      if (!('price' in last_trade)) continue;
      t.true(last_trade.price > was[index].last_trade.price + 20);
      t.deepEqual(last_trade.conditions, was[index].last_trade.conditions);
    }
  },
  'print-without-price': async (t, { get }) => {
    const { lastTrade, lastQuote } = (await get(stockSnapshot)).json.ticker;
    t.true(lastTrade.p > lastQuote.P * 1.02);
    t.deepEqual(lastTrade.c, [53, 52, 41]);
    const traded = contractsOf((await get(chain(monday))).json).filter(({ last_trade }) => last_trade.price);
    t.true(traded.length > 100);
    for (const { last_trade } of traded) t.deepEqual(last_trade.conditions, [247]);
  },
  'impossible-prices': prices((price) => price === 5e-324 || price === 999_999.99999),
  'cleared-snapshot': async (t, rig) => {
    const was = (await good(rig, stockSnapshot)).ticker;
    const { ticker } = (await rig.get(stockSnapshot)).json;
    t.deepEqual(ticker.prevDay, was.prevDay);
    t.deepEqual(
      [ticker.updated, ticker.day.c, ticker.min.t, ticker.lastTrade.p, ticker.lastQuote.P],
      [0, 0, 0, 0, 0],
    );
    const [row] = (await rig.get('/v3/snapshot?ticker.any_of=SPY')).json.results;
    t.deepEqual([row.session.price, row.session.previous_close], [0, was.prevDay.c]);
    t.deepEqual(
      contractsOf((await rig.get(chain(monday))).json).length,
      contractsOf(await good(rig, chain(monday))).length,
    );
  },
  'crossed-quotes': async (t, { get }) => {
    const { lastQuote } = (await get(stockSnapshot)).json.ticker;
    t.true(lastQuote.p > lastQuote.P);
    t.true(
      contractsOf((await get(chain(monday))).json).every(({ last_quote }) => last_quote.bid > last_quote.ask),
    );
  },
  'junk-volatility': async (t, { get }) => {
    const rows = contractsOf((await get(chain(monday))).json);
    const seen = new Set(rows.map((row) => row.implied_volatility));
    for (const junk of [0.0001633, 10.17, 5.87, -1, 0]) t.true(seen.has(junk));
    t.true(rows.every((row) => row.greeks.gamma < 0));
  },
  'no-greeks': async (t, { get }) => {
    for (const row of contractsOf((await get(chain(monday))).json)) {
      t.deepEqual(row.greeks, {});
      t.false('implied_volatility' in row);
    }
  },
  'escape-sequences': async (t, { get }) => {
    const { json } = await get('/v3/snapshot?ticker.any_of=SPY');
    t.regex(json.results[0].name, /\x1b\[2J.*\x1b\]8;;.*\x07.*\x9b5m/s);
    t.true(json.results[0].session.price > 0);
  },
  'bidi-text': async (t, { get }) => {
    t.regex((await get('/v3/snapshot?ticker.any_of=SPY')).json.results[0].name, /^\u202e.*\u200b/);
  },
  'wrong-underlying': async (t, { get }) => {
    const tickers = contractsOf((await get(chain(monday))).json).map((row) => row.details.ticker);
    t.is(tickers.filter((ticker) => ticker.startsWith('O:XSP261123')).length, Math.floor(250 / 7));
  },
  'wrong-expiration': async (t, { get }) => {
    const rows = contractsOf((await get(chain(monday))).json);
    const wrong = rows.filter((row) => row.details.expiration_date !== monday);
    t.is(wrong.length, Math.floor(250 / 7));
    t.true(
      wrong.every(
        ({ details }) => details.expiration_date === '2027-11-23' && /O:SPY271123/.test(details.ticker),
      ),
    );
  },
  'adjusted-contracts': async (t, { get }) => {
    const first = (await get(chain(monday))).json;
    t.is(contractsOf(first).length, 250);
    const last = contractsOf(
      (await get(new URL(first.next_url).pathname + new URL(first.next_url).search)).json,
    );
    const adjusted = last.filter(({ details }) => details.ticker.startsWith('O:SPY1261123'));
    t.is(adjusted.length, 41);
    t.true(adjusted.every(({ details }) => details.shares_per_contract === 10));
    t.is(new Set(last.map(({ details }) => details.ticker)).size, last.length);
  },
  'malformed-symbols': async (t, { get }) => {
    const rows = contractsOf((await get(chain(monday))).json);
    const isWell = ({ details }: Json) =>
      details.ticker ===
      `O:SPY261123${details.contract_type === 'call' ? 'C' : 'P'}${String(details.strike_price * 1000).padStart(8, '0')}`;
    t.is(rows.filter((row) => !isWell(row)).length, Math.floor(250 / 7));
  },
  'rows-that-are-none': async (t, { get }) => {
    const rows = contractsOf((await get(chain(monday))).json);
    t.is(rows.length, 250);
    t.is(rows.filter((row) => !row?.details).length, Math.floor(250 / 7));
  },
  'bars-of-another-range': async (t, { get }) => {
    const bars = async (span: string) =>
      (await get(`/v2/aggs/ticker/SPY/range/${span}/${monday}/${monday}`)).json.results as Json[];
    for (const span of ['1/day', '15/minute']) {
      const rows = await bars(span);
      t.deepEqual(
        rows.slice(0, 3).map(({ t: start, c }) => [newYorkDate(start), c]),
        ['2017-06-01', '2017-06-02', '2026-11-22'].map((date) => [date, 555.55]),
      );
      t.is(newYorkDate(rows[3]!.t), monday);
    }
    t.is((await get('/v2/aggs/ticker/SPY/prev')).json.results.length, 1);
  },
  'bars-of-another-symbol': async (t, { get }) => {
    t.is((await get(`/v2/aggs/ticker/SPY/range/1/day/${monday}/${monday}`)).json.ticker, 'QQQ');
    t.is((await get(stockSnapshot)).json.ticker.ticker, 'SPY');
  },
  'unadjusted-bars': async (t, { get }) => {
    t.is((await get(`/v2/aggs/ticker/SPY/range/1/day/${monday}/${monday}`)).json.adjusted, false);
  },
  split: async (t, rig) => {
    const path = `/v2/aggs/ticker/SPY/range/1/day/2026-11-20/${monday}`;
    const [before, today] = (await good(rig, path)).results;
    const [adjusted, unchanged] = (await rig.get(path)).json.results;
    t.true(Math.abs(adjusted.c * 4 - before.c) < 0.001 && Math.abs(adjusted.v / before.v - 4) < 1e-9);
    t.deepEqual(unchanged, today);
  },
  'page-of-60-mb': async (t, { simulator }) => {
    const response = await fetch(simulator.url + stockSnapshot, { headers: { authorization: 'Bearer k' } });
    t.is(response.headers.get('content-length'), null);
    const text = await response.text();
    t.true(text.length > 60 * 1024 * 1024);
    t.is(JSON.parse(text).ticker.ticker, 'SPY');
  },
  'many-objects': async (t, { get }) => {
    const { text } = await get(chain(monday));
    t.true(text.length > 23_000_000);
    t.true(text.startsWith('{"status":"OK","results":[{},{},') && text.endsWith('{},{}]}'));
  },
  'huge-error-page': async (t, { get }) => {
    const { status, text } = await get(stockSnapshot);
    t.is(status, 503);
    t.true(text.length > 24_000_000);
  },
  'huge-page': async (t, { get }) => {
    const rows = contractsOf((await get(chain(monday))).json);
    t.is(rows.length, 100_000);
    t.is(new Set(rows.map((row) => row.details.ticker)).size, 100_000);
  },
  'slow-headers': async (t, rig) => {
    const raw = rawRequest(rig, stockSnapshot);
    await until(() => rig.clock.pendingTimers > 0);
    await rig.clock.advance(4900);
    t.is(raw.text(), '');
    await rig.clock.advance(200);
    await until(() => raw.text().includes('\r\n\r\n'));
    t.regex(raw.text(), /^HTTP\/1\.1 200/);
    raw.socket.destroy();
  },
  'slow-body': async (t, rig) => {
    const whole = JSON.stringify(await good(rig, stockSnapshot)).length;
    const raw = rawRequest(rig, stockSnapshot);
    await until(() => raw.text().includes('\r\n\r\n') && rig.clock.pendingTimers > 0);
    const body = () => raw.text().split('\r\n\r\n')[1]!.length;
    t.true(body() < whole / 50);
    const before = body();
    await rig.clock.advance(5000);
    await until(() => body() > before);
    t.true(body() < whole / 5);
    await rig.clock.advance(60_000);
    await until(() => body() >= whole);
    raw.socket.destroy();
  },
  hang: async (t, rig) => {
    const raw = rawRequest(rig, stockSnapshot);
    await until(() => rig.simulator.requests() === 1);
    await rig.clock.advance(3_600_000);
    t.is(raw.text(), '');
    raw.socket.destroy();
  },
  'hang-in-body': async (t, rig) => {
    const raw = rawRequest(rig, stockSnapshot);
    await until(() => raw.text().includes('"status":"OK"') || raw.text().includes('request_id'));
    await rig.clock.advance(3_600_000);
    t.notRegex(raw.text(), /\}\}$/);
    raw.socket.destroy();
  },
  'reset-before-headers': async (t, rig) => {
    const raw = rawRequest(rig, stockSnapshot);
    t.is(await raw.ended, 'ECONNRESET');
    t.is(raw.text(), '');
  },
  'reset-in-body': async (t, { simulator }) => {
    t.regex(await failure(t, simulator.url + stockSnapshot), /ECONNRESET|terminated|other side closed/);
  },
  'switching-protocols': async (t, rig) => {
    const raw = rawRequest(rig, stockSnapshot);
    t.is(await raw.ended, 'closed');
    t.regex(raw.text(), /^HTTP\/1\.1 101 .*\r\nUpgrade: websocket\r\n/s);
  },
  'status-that-does-not-exist': async (t, rig) => {
    const raw = rawRequest(rig, stockSnapshot);
    t.is(await raw.ended, 'closed');
    t.regex(raw.text(), /^HTTP\/1\.1 000 /);
  },
  'closed-without-an-answer': async (t, rig) => {
    const raw = rawRequest(rig, stockSnapshot);
    t.is(await raw.ended, 'closed');
    t.is(raw.text(), '');
  },
  'redirect-to-another-host': async (t, { get }) => {
    const { status, headers } = await get(stockSnapshot);
    t.is(status, 301);
    t.is(headers.get('location'), `https://elsewhere.invalid${stockSnapshot}`);
  },
  'redirect-to-itself': async (t, { get }) => {
    const { status, headers } = await get(stockSnapshot);
    t.is(status, 302);
    t.is(headers.get('location'), stockSnapshot);
  },
  'skewed-date-header': async (t, { get }) => {
    t.is(Date.parse((await get(stockSnapshot)).headers.get('date')!), now - 2 * 3_600_000);
  },
  'next-page-on-another-host': async (t, { get }) => {
    t.regex(
      (await get(chain(monday))).json.next_url,
      /^https:\/\/collector\.invalid\/v3\/snapshot\/options\/SPY\?cursor=/,
    );
  },
  'next-page-without-end': async (t, { get }) => {
    const urls = new Set<string>();
    let page = (await get(chain(monday))).json;
    const first = page.results[0].details.ticker;
    for (let turn = 0; turn < 5; turn++) {
      urls.add(page.next_url);
      page = (await get(page.next_url)).json;
      t.is(page.results[0].details.ticker, first);
    }
    t.is(urls.size, 5);
  },
  'repeated-cursor': async (t, { get }) => {
    const { next_url } = (await get(chain(monday))).json;
    t.is((await get(next_url)).json.next_url, next_url);
  },
  'next-page-with-a-wrong-port': async (t, { get }) => {
    const { next_url } = (await get(chain(monday))).json;
    t.false(URL.canParse(next_url));
  },
  'page-2-without-filter': async (t, { get }) => {
    const first = (await get(chain(monday))).json;
    t.true(contractsOf(first).every(({ details }) => details.expiration_date === monday));
    const second = contractsOf((await get(first.next_url)).json);
    t.is(second.length, 250);
    t.true(second.some(({ details }) => details.expiration_date === '2026-11-24'));
  },
  'duplicate-rows': async (t, { get }) => {
    const tickers = contractsOf((await get(chain(monday))).json).map((row) => row.details.ticker);
    t.is(tickers.length, 500);
    t.is(new Set(tickers).size, 250);
  },
  'empty-page-between': async (t, { pages }) => {
    const found = await pages(chain(monday));
    t.deepEqual(found[0].results, []);
    t.is(found.length, 3);
    t.true(found[1].results.length === 250);
  },
  'truncated-at-page-limit': async (t, { get }) => {
    const { json } = await get(chain(monday));
    t.is(contractsOf(json).length, 250);
    t.false('next_url' in json);
  },
  'empty-second-page': async (t, { get }) => {
    const { json } = await get(chain(monday));
    t.is(contractsOf(json).length, 250);
    const { pathname, search } = new URL(json.next_url);
    t.like((await get(pathname + search)).json, { results: [], status: 'OK', next_url: undefined });
  },
  'vanished-contracts': async (t, rig) => {
    const { json } = await rig.get(chain(monday));
    t.is(contractsOf(json).length, 188);
    t.is(json.next_url, (await good(rig, chain(monday))).next_url);
  },
  'key-revoked': answers(401, /"error":"Unknown API Key"/),
  'key-revoked-in-mid-session': midSession(401),
  'plan-downgraded-in-mid-session': midSession(403),
  'outage-in-mid-session': midSession(503),
  'frozen-feed': async (t, { get }) => {
    const { json } = await get(stockSnapshot);
    t.is(ms(json.ticker.updated), now - 20 * 60_000);
    t.is((await get('/v1/marketstatus/now')).json.market, 'open');
  },
  'late-feed': async (t, { get }) => {
    const { json } = await get(stockSnapshot);
    t.is(Math.ceil((now - ms(json.ticker.lastQuote.t)) / 60_000), 11);
    t.is(json.status, 'OK');
  },
  halt: async (t, { get }) => {
    const { ticker } = (await get(stockSnapshot)).json;
    t.is(Math.floor((now - ms(ticker.lastTrade.t)) / 60_000), 20);
    t.is(ms(ticker.lastQuote.t), now);
    t.true(Math.abs(ticker.lastTrade.p - ticker.lastQuote.p) < 0.1);
  },
  'unscheduled-closure': async (t, { get }) => {
    t.is((await get('/v1/marketstatus/now')).json.market, 'closed');
    const upcoming = (await get('/v1/marketstatus/upcoming')).json;
    t.deepEqual(
      [upcoming[0].date, upcoming[0].status, upcoming[0].name],
      [monday, 'closed', 'Day of mourning'],
    );
    t.is(ms((await get(stockSnapshot)).json.ticker.updated), newYorkInstant('2026-11-20', '20:00'));
  },
  'unscheduled-early-close': async (t, { get, at }) => {
    t.is((await get('/v1/marketstatus/now')).json.market, 'open');
    at(monday, '14:30');
    t.is((await get('/v1/marketstatus/now')).json.market, 'extended-hours');
    const [row] = (await get('/v1/marketstatus/upcoming')).json;
    t.deepEqual([row.status, Date.parse(row.close)], ['early-close', newYorkInstant(monday, '13:00')]);
    t.is(ms((await get(stockSnapshot)).json.ticker.updated), newYorkInstant(monday, '13:15'));
  },
  'name-not-found': async (t, { simulator }) => {
    t.regex(await failure(t, simulator.baseUrl + stockSnapshot), /ENOTFOUND|EAI_AGAIN/);
  },
  'tls-failure': async (t, { simulator }) => {
    t.is(simulator.baseUrl, `https://127.0.0.1:${simulator.port}`);
    t.regex(await failure(t, simulator.baseUrl + stockSnapshot), /SSL|wrong version number|packet length/i);
    t.is(simulator.requests(), 0);
  },
  'connection-refused': async (t, { simulator }) => {
    const { hostname, port } = new URL(simulator.baseUrl);
    const refused = await new Promise<string | undefined>((resolve) => {
      connect(Number(port), hostname).on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    t.is(refused, 'ECONNREFUSED');
  },
};

function midSession(status: number): Check {
  return async (t, { get }) => {
    const statuses: number[] = [];
    for (let call = 0; call < 7; call++) statuses.push((await get(stockSnapshot)).status);
    t.deepEqual(statuses, [200, 200, 200, 200, 200, status, status]);
  };
}

for (const name of faultNames) {
  test(`fault ${name}: ${faults[name].summary}`, async (t) => {
    const rig = await startRig(t, monday, '11:00', { fault: name, market: sharedMarket() });
    current.set(rig, name);
    await checks[name](t, rig);
    if (faults[name].baseUrl) return;
    rig.simulator.setFault(null);
    const { status, json } = await rig.get(stockSnapshot);
    t.is(status, 200, 'without the fault all is well again');
    t.is(json.ticker.ticker, 'SPY');
  });
}

test('every fault says what it is, in words fit for a table', (t) => {
  t.true(faultNames.length >= 40);
  for (const name of faultNames) {
    const { summary, kind } = faults[name];
    t.regex(name, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    t.true(
      summary.length > 15 && summary.length < 110 && !summary.endsWith('.') && !summary.includes('|'),
      name,
    );
    t.true(faultKinds.includes(kind));
  }
});

test('a fault leaves a refused key and its rate limit alone', async (t) => {
  const { get } = await startRig(t, monday, '11:00', { fault: 'zero-prices', apiKeys: ['right'] });
  t.is((await get(stockSnapshot)).status, 401);
});
