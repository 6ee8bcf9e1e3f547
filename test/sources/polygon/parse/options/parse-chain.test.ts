import test from 'ava';
import { contractOf } from '../../../../../src/sources/polygon/parse/options/chain-row.ts';
import { parseChainRows } from '../../../../../src/sources/polygon/parse/options/parse-chain.ts';
import { createCalendar } from '../../../../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../../../../src/market/calendar/new-york-time.ts';

const date = '2026-11-23';
const receivedAt = newYorkInstant(date, '10:30');
const context = {
  underlying: 'SPY',
  expiration: date,
  sessionDate: date,
  receivedAt,
  productChanges: [],
  checkExpiration: createCalendar().checkExpiration,
};
const ns = (ms: number) => ms * 1e6;
const today = ns(newYorkInstant(date, '00:00'));
const friday = ns(newYorkInstant('2026-11-20', '16:00'));

const details = {
  contract_type: 'call',
  exercise_style: 'american',
  expiration_date: date,
  shares_per_contract: 100,
  strike_price: 671,
  ticker: 'O:SPY261123C00671000',
};
/** As the 15-minute delayed plan without trades and quotes has it. */
const starter = {
  day: {
    change: -0.41,
    close: 1.5,
    high: 2.62,
    last_updated: today,
    low: 1.31,
    open: 2.2,
    previous_close: 1.91,
    volume: 18_423,
    vwap: 1.8712,
  },
  details,
  greeks: { delta: 0.52, gamma: 0.11, theta: -1.9, vega: 0.07 },
  implied_volatility: 0.118,
  open_interest: 5210,
  underlying_asset: { ticker: 'SPY' },
};
const advanced = {
  ...starter,
  last_quote: {
    ask: 1.43,
    ask_size: 120,
    bid: 1.41,
    bid_size: 96,
    last_updated: ns(receivedAt - 2000) + 123,
    midpoint: 1.42,
    timeframe: 'REAL-TIME',
  },
  last_trade: {
    conditions: [232],
    exchange: 302,
    price: 1.42,
    sip_timestamp: ns(receivedAt - 3000),
    size: 3,
    timeframe: 'REAL-TIME',
  },
  underlying_asset: { price: 671.12, ticker: 'SPY', timeframe: 'REAL-TIME' },
};

const only = (row: unknown, more: object = {}) => {
  const parsed = parseChainRows([row], { ...context, ...more });
  return parsed.rows[0];
};
const refusalOf = (row: unknown) => parseChainRows([row], context).rejections[0];

test('a row of the smallest plan with chains has what that plan gives, and nulls', (t) => {
  const parsed = parseChainRows([starter], context);
  t.deepEqual(parsed.rejections, []);
  t.is(parsed.tier, 'delayed');
  t.is(parsed.underlying, null);
  t.is(parsed.quotedAt, null);
  t.is(parsed.tradedAt, null);
  t.like(parsed.rows[0], {
    symbol: 'SPY261123C00671000',
    strike: 671,
    optionType: 'call',
    bid: null,
    ask: null,
    last: 1.5,
    previousClose: 1.91,
    volume: 18_423,
    openInterest: 5210,
    impliedVolatility: 0.118,
    delta: 0.52,
    greeksSource: 'vendor',
  });
});

test('a row of the largest plan has quote, trade and the underlying’s price', (t) => {
  const parsed = parseChainRows([advanced], context);
  t.like(parsed, { tier: 'real-time', underlying: { price: 671.12, at: null, tier: 'real-time' } });
  t.like(parsed.rows[0], { bid: 1.41, ask: 1.43, bidSize: 96, last: 1.42, quotedAt: receivedAt - 2000 });
});

test('an untraded contract has traded 0, and nothing else is made up', (t) => {
  const row = only({ details, day: {}, last_trade: {}, open_interest: 0 });
  t.like(row, {
    volume: 0,
    last: null,
    previousClose: null,
    openInterest: 0,
    greeksSource: null,
    quotedAt: null,
  });
});

test('only details are needed', (t) => {
  const row = only({ details });
  t.like(row, { strike: 671, volume: null, openInterest: null, bid: null, impliedVolatility: null });
});

test('the day’s bar bears the midnight of its day, which is the time of no price', (t) => {
  t.like(only(starter), { last: starter.day.close, tradedAt: null, quotedAt: null });
});

test('a day of an earlier session is not today’s', (t) => {
  const row = only({
    ...starter,
    day: { ...starter.day, last_updated: friday, close: 1.9, previous_close: 1.9, change: 0 },
  });
  t.like(row, { volume: 0, last: null, previousClose: 1.9 });
});

test('a day of the future, or of no time, says nothing', (t) => {
  for (const last_updated of [today + 2 * 86_400e12, undefined]) {
    const row = only({ ...starter, day: { ...starter.day, last_updated } });
    t.like(row, { volume: null, last: null, previousClose: null });
  }
});

test('times served in milliseconds are understood, those of the future are not taken over', (t) => {
  const quoted = (last_updated: number) =>
    only({
      ...advanced,
      last_trade: undefined,
      day: undefined,
      last_quote: { ...advanced.last_quote, last_updated },
    })!.quotedAt;
  t.is(quoted(receivedAt - 2000), receivedAt - 2000);
  t.is(quoted(ns(receivedAt + 3_600_000)), null);
});

test('volatility that cannot be is no volatility, and tiny negative greeks are rounding', (t) => {
  for (const implied_volatility of [0.0001633, 10.17, 5.87, -1, 0]) {
    const row = only({
      ...starter,
      implied_volatility,
      greeks: { delta: 0.99999, gamma: -1.67e-8, theta: 0, vega: -8e-5 },
    })!;
    t.is(row.impliedVolatility, null);
    t.like(row, { delta: 0.99999, gamma: 0, vega: 0 });
  }
  t.like(only({ ...starter, greeks: { delta: 1.7, gamma: 0.1, theta: 0, vega: 0 } }), {
    delta: null,
    gamma: null,
  });
  t.is(only({ ...starter, greeks: {}, implied_volatility: undefined })!.greeksSource, null);
});

test('zero is no price; a crossed quote stays', (t) => {
  const quoted = (bid: number, ask: number) =>
    only({ ...advanced, last_quote: { ...advanced.last_quote, bid, ask } });
  t.like(quoted(0, 0.01), { bid: null, ask: 0.01 });
  t.like(quoted(1.5, 1.4), { bid: 1.5, ask: 1.4 });
});

for (const [what, row, reason] of [
  ['whose symbol and strike disagree', { details: { ...details, strike_price: 672 } }, /strike disagree/],
  [
    'whose symbol and type disagree',
    { details: { ...details, contract_type: 'put' } },
    /contract type disagree/,
  ],
  [
    'of another expiration',
    { details: { ...details, expiration_date: '2026-11-24', ticker: 'O:SPY261124C00671000' } },
    /another expiration/,
  ],
  ['of another underlying', { details: { ...details, ticker: 'O:XSP261123C00671000' } }, /XSP/],
  ['of a root with two digits', { details: { ...details, ticker: 'O:SPY20261123C00671000' } }, /symbol/],
  ['of a root with a letter more', { details: { ...details, ticker: 'O:SPYG261123C00671000' } }, /symbol/],
  [
    'of an adjusted contract that contradicts itself',
    { details: { ...details, ticker: 'O:SPY1261123C00672000' } },
    /strike disagree/,
  ],
  [
    'with shares that are none',
    { details: { ...details, shares_per_contract: 'ten' } },
    /shares_per_contract/,
  ],
  ['with a negative price', { ...advanced, last_quote: { bid: -1 } }, /below zero/],
  ['with a word for a number', { ...starter, open_interest: 'about 5' }, /open_interest/],
  ['without details', { day: {} }, /details/],
  ['that is none', null, /row/],
  ['that is a list', [], /row|details/],
] as const) {
  test(`a row ${what} is left out and counted`, (t) => {
    t.regex(refusalOf(row) ?? 'accepted', reason);
    t.is(parseChainRows([row, starter], context).rows.length, 1);
  });
}

test('adjusted contracts are left out on purpose and counted, and are no refusal', (t) => {
  const adjusted = (ticker: string, more: object = {}) => ({
    ...starter,
    details: { ...details, ticker, shares_per_contract: 10, ...more },
  });
  const rows = [
    starter,
    adjusted('O:SPY1261123C00671000'),
    adjusted('O:SPY7261123C00671000', { shares_per_contract: 100 }),
    adjusted('O:2SPY261123C00671000', { contract_type: 'other' }),
    { details: { ...adjusted('O:SPY1261123C00671000').details }, day: 'unreadable' },
  ];
  const parsed = parseChainRows(rows, context);
  t.like(parsed, { adjustedRows: 4, rejections: [] });
  t.is(parsed.rows.length, 1);
});

test('a contract delivers the shares that its row says; none said is not known', (t) => {
  const shares = (shares_per_contract: unknown) =>
    only({ ...starter, details: { ...details, shares_per_contract } })!.sharesPerContract;
  t.is(shares(100), 100);
  t.is(shares(10), 10);
  for (const none of [undefined, null, 0]) t.is(shares(none), null);
});

test('whose row was refused is known where its ticker and terms agree', (t) => {
  const spoilt = { ...starter, open_interest: -5 };
  const { rejections, rejectedSymbols } = parseChainRows(
    [spoilt, { ...spoilt, details: { ...details, strike_price: 672 } }, null],
    context,
  );
  t.is(rejections.length, 3);
  t.deepEqual(rejectedSymbols, ['SPY261123C00671000']);
});

test('rows come by strike, calls first; the last spot is the newest', (t) => {
  const put = {
    ...advanced,
    details: { ...details, contract_type: 'put', ticker: 'O:SPY261123P00671000' },
    underlying_asset: { price: 671.2 },
  };
  const lower = {
    ...advanced,
    details: { ...details, strike_price: 670.5, ticker: 'O:SPY261123C00670500' },
    underlying_asset: { price: 671.3 },
  };
  const parsed = parseChainRows([put, advanced, lower], context);
  t.deepEqual(
    parsed.rows.map(({ strike, optionType }) => `${strike} ${optionType}`),
    ['670.5 call', '671 call', '671 put'],
  );
  t.deepEqual(parsed.underlying, { price: 671.3, at: null, tier: null });
});

test('the price of the underlying is the newest that a row has, with its own time and tier', (t) => {
  const withSpot = (spot: object, index: number) => ({
    ...advanced,
    details: { ...details, strike_price: 670 + index, ticker: `O:SPY261123C0067${index}000` },
    underlying_asset: { ticker: 'SPY', ...spot },
  });
  const newest = { price: 664.5, timeframe: 'DELAYED', last_updated: ns(receivedAt - 900_000) };
  const rows = [
    { price: 664.4, timeframe: 'DELAYED', last_updated: ns(receivedAt - 900_500) },
    newest,
    { price: 0, timeframe: 'DELAYED', last_updated: ns(receivedAt) },
    { price: 664.3, timeframe: 'DELAYED', last_updated: ns(receivedAt - 900_600) },
    { price: 664.2, timeframe: 'DELAYED', last_updated: ns(receivedAt + 3_600_000) },
  ].map(withSpot);
  t.deepEqual(parseChainRows(rows, context).underlying, {
    price: 664.5,
    at: receivedAt - 900_000,
    tier: 'delayed',
  });
});

test('quotes are as of the third newest two-sided one, trades as of the newest', (t) => {
  const agesMs = [40_000, 1000, 2000, 3000, 500];
  const rows = agesMs.map((ageMs, index) => ({
    ...advanced,
    details: { ...details, strike_price: 670 + index, ticker: `O:SPY261123C0067${index}000` },
    last_quote: {
      ...advanced.last_quote,
      ...(ageMs === 500 && { bid: 0 }),
      last_updated: ns(receivedAt - ageMs),
    },
    last_trade: { ...advanced.last_trade, sip_timestamp: ns(receivedAt - 7 * ageMs) },
  }));
  const { quotedAt, tradedAt } = parseChainRows(rows, context);
  t.is(quotedAt, receivedAt - 3000);
  t.is(tradedAt, receivedAt - 3500);
});

test('a row is known by its ticker and its terms: rows with one wrong ticker are as many as there are', (t) => {
  t.is(contractOf(starter), contractOf({ ...starter, open_interest: 7 }));
  t.not(contractOf(starter), contractOf({ details: { ...details, strike_price: 672 } }));
  const wrong = [671, 672].map((strike_price) => ({ details: { ...details, ticker: '', strike_price } }));
  t.is(new Set(wrong.map(contractOf)).size, 2);
  for (const none of [null, 7, {}, { details: {} }, { details: { ticker: 5 } }]) t.is(contractOf(none), null);
});

test('the chain of a ticker with a dot has its root without one', (t) => {
  const brk = {
    ...starter,
    details: { ...details, ticker: 'O:BRKB261123C00500000', strike_price: 500 },
  };
  const { rows, rejections } = parseChainRows([brk, starter], { ...context, underlying: 'BRK.B' });
  t.deepEqual(
    rows.map(({ symbol, strike }) => [symbol, strike]),
    [['BRKB261123C00500000', 500]],
  );
  t.deepEqual(rejections, ['symbol: its root SPY is not BRKB']);
});
