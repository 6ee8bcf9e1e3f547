import test from 'ava';
import { parseContractSnapshot } from '../../../../src/sources/polygon/parse/options/parse-contract-snapshot.ts';
import { parseNames } from '../../../../src/sources/polygon/parse/parse-names.ts';
import { parseLastQuote, parseLastTrade } from '../../../../src/sources/polygon/parse/parse-last-trade.ts';
import { createCalendar } from '../../../../src/market/calendar/calendar.ts';
import type { OptionSymbolParts } from '../../../../src/market/symbols/option-symbol.ts';

/** 10:30 in New York. */
const receivedAt = Date.parse('2026-11-23T15:30:00Z');
const stock = { ticker: 'SPY', receivedAt, isTrading: true };

/** As the tape sends it: nanoseconds beyond what a number holds exactly. */
const ns = (ms: number) => JSON.parse(`${ms}654321`) as number;

const trade = (more: object) => ({
  status: 'OK',
  results: { T: 'SPY', p: 671.2, s: 100, x: 11, c: [14, 37], t: ns(receivedAt - 120), ...more },
});

test('a trade keeps its milliseconds although its nanoseconds do not fit into a number', (t) => {
  const at = receivedAt - 120;
  t.false(Number.isSafeInteger(ns(at)));
  t.deepEqual(parseLastTrade(trade({}), stock), {
    price: 671.2,
    size: 100,
    exchange: 11,
    conditions: [14, 37],
    tradedAt: at,
    tier: 'real-time',
  });
});

test('parts of a share are read from the decimal text beside the whole number', (t) => {
  t.is(parseLastTrade(trade({ s: 0, ds: '0.3725' }), stock).size, 0.3725);
  t.is(parseLastTrade(trade({ ds: '1e9' }), stock).size, 100);
  t.is(parseLastTrade(trade({ ds: 7 }), stock).size, 100);
});

test('conditions, exchange, size and times may be absent or null', (t) => {
  const bare = parseLastTrade({ results: { p: 671.2, c: null, s: null } }, stock);
  t.deepEqual(bare, {
    price: 671.2,
    size: null,
    exchange: null,
    conditions: [],
    tradedAt: null,
    tier: 'unknown',
  });
  const participant = parseLastTrade(trade({ t: undefined, y: ns(receivedAt - 500) }), stock);
  t.is(participant.tradedAt, receivedAt - 500);
});

test('the age of a trade in trading hours, or the status, tells a delayed plan', (t) => {
  t.is(parseLastTrade(trade({ t: ns(receivedAt - 15 * 60_000) }), stock).tier, 'delayed');
  t.is(parseLastTrade({ ...trade({}), status: 'DELAYED' }, stock).tier, 'delayed');
  const night = { ...stock, isTrading: false };
  t.is(parseLastTrade(trade({ t: ns(receivedAt - 3_600_000) }), night).tier, 'unknown');
});

test('a time of tomorrow is not believed', (t) => {
  t.is(parseLastTrade(trade({ t: ns(receivedAt + 86_400_000) }), stock).tradedAt, null);
});

test('no trade, another symbol and nonsense are refused, each as what it is', (t) => {
  const failure = (body: unknown) =>
    (t.throws(() => parseLastTrade(body, stock)) as unknown as { failure: string }).failure;
  t.is(failure({ status: 'OK' }), 'not-found');
  t.is(failure(trade({ p: 0 })), 'not-found');
  t.is(failure(trade({ T: 'QQQ' })), 'malformed');
  t.is(failure(trade({ p: -1 })), 'malformed');
  t.is(failure(trade({ p: 'NaN' })), 'malformed');
  t.is(failure(trade({ p: 5e-324 })), 'malformed');
  t.is(failure(trade({ p: 999_999.99999 })), 'malformed');
  t.is(failure(trade({ c: ['@'] })), 'malformed');
  t.is(failure([]), 'malformed');
});

test('the best bid and offer keep their sides, and one of them may be missing', (t) => {
  const body = {
    results: { T: 'SPY', p: 671.19, s: 300, x: 19, P: 671.21, S: 500, X: 12, t: ns(receivedAt - 80) },
  };
  t.deepEqual(parseLastQuote(body, stock), {
    bid: { price: 671.19, size: 300, exchange: 19 },
    ask: { price: 671.21, size: 500, exchange: 12 },
    quotedAt: receivedAt - 80,
    tier: 'real-time',
  });
  t.is(parseLastQuote({ results: { ...body.results, P: 0 } }, stock).ask.price, null);
  t.throws(() => parseLastQuote({ results: { p: 0, P: null } }, stock), { message: /no quote of SPY/ });
});

const parts: OptionSymbolParts = {
  root: 'SPY',
  expiration: '2026-11-23',
  optionType: 'call',
  strikeMills: 671_000,
};
const { checkExpiration } = createCalendar();
const contract = { parts, receivedAt, sessionDate: '2026-11-23', checkExpiration };
const details = {
  contract_type: 'call',
  exercise_style: 'american',
  expiration_date: '2026-11-23',
  shares_per_contract: 100,
  strike_price: 671,
  ticker: 'O:SPY261123C00671000',
};
const midnight = Date.parse('2026-11-23T05:00:00Z');

test('a snapshot of the smallest options plan has no quote and counts as delayed', (t) => {
  const row = {
    details,
    day: {
      open: 2.2,
      high: 2.62,
      low: 1.31,
      close: 1.5,
      volume: 18_423,
      vwap: 1.8712,
      last_updated: ns(midnight),
    },
    greeks: { delta: 0.52, gamma: 0.11, theta: -1.9, vega: 0.07 },
    implied_volatility: 0.118,
    open_interest: 5210,
    underlying_asset: { ticker: 'SPY' },
  };
  const parsed = parseContractSnapshot({ status: 'OK', results: row }, contract);
  t.like(parsed, {
    quote: null,
    tier: 'delayed',
    breakEven: null,
    underlyingPrice: null,
    sharesPerContract: 100,
  });
  t.like(parsed.contract, {
    symbol: 'SPY261123C00671000',
    delta: 0.52,
    impliedVolatility: 0.118,
    openInterest: 5210,
    volume: 18_423,
  });
  t.deepEqual(parsed.day, {
    date: '2026-11-23',
    open: 2.2,
    high: 2.62,
    low: 1.31,
    close: 1.5,
    volume: 18_423,
    vwap: 1.8712,
  });
});

test('a snapshot of the largest plan has both sides with their exchanges, and the underlying', (t) => {
  const row = {
    details,
    day: {},
    last_trade: {},
    break_even_price: 672.42,
    last_quote: {
      bid: 1.41,
      bid_size: 96,
      bid_exchange: 316,
      ask: 1.43,
      ask_size: 120,
      ask_exchange: 302,
      last_updated: ns(receivedAt - 900),
      timeframe: 'REAL-TIME',
    },
    underlying_asset: {
      price: 664.5,
      ticker: 'SPY',
      timeframe: 'DELAYED',
      last_updated: ns(receivedAt - 900_000),
    },
  };
  const parsed = parseContractSnapshot({ results: row }, contract);
  t.deepEqual(parsed.quote, {
    bid: { price: 1.41, size: 96, exchange: 316 },
    ask: { price: 1.43, size: 120, exchange: 302 },
    quotedAt: receivedAt - 900,
  });
  t.like(parsed, { tier: 'real-time', breakEven: 672.42, underlyingPrice: 664.5, day: null });
  t.is(parsed.underlyingPriceAt, receivedAt - 900_000, 'with its own time');
  t.is(parsed.underlyingTier, 'delayed', 'and its own tier');
});

test('a snapshot of another contract, or of none, is refused', (t) => {
  const failure = (results: unknown) =>
    (t.throws(() => parseContractSnapshot({ results }, contract)) as unknown as { failure: string }).failure;
  t.is(failure({}), 'not-found');
  t.is(failure(null), 'not-found');
  const other = { ...details, strike_price: 672, ticker: 'O:SPY261123C00672000' };
  t.is(failure({ details: other }), 'malformed');
  t.is(failure({ details: { ...details, strike_price: 672 } }), 'malformed');
  t.is(failure({ details, last_quote: { bid: -1 } }), 'malformed');
  t.is(failure({ details, last_quote: { bid: 5e-324 } }), 'malformed');
  t.is(failure({ details, day: { close: 999_999.99999 } }), 'malformed');
  t.is(failure([{ details }]), 'malformed');
});

test('names are read by number, short where there is a short one, without anything that moves a cursor', (t) => {
  const names = parseNames({
    results: [
      { id: 10, name: 'New York Stock Exchange', acronym: 'NYSE' },
      { id: '12', name: 'Nasdaq\u001b[2J' },
      { id: 13, name: '\u001b[31m' },
      { id: -1, name: 'nowhere' },
      { id: 12, name: 'again' },
      'row',
    ],
  });
  t.deepEqual(
    [...names],
    [
      [10, 'NYSE'],
      [12, 'Nasdaq'],
    ],
  );
  t.throws(() => parseNames({ results: [] }), { message: /no names/ });
  t.throws(() => parseNames('html'), { message: /makes no sense/ });
});
