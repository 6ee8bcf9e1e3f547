import test from 'ava';
import { describeLastTrade } from '../../../src/cli/output/last-trade-text.ts';
import type {
  Answered,
  ContractSnapshot,
  LastQuote,
  LastTrade,
  LastTradeReport,
} from '../../../src/market/quotes/last-trade.ts';

/** 10:30 in New York. */
const at = Date.parse('2026-11-23T15:30:00Z');

const trade: LastTrade = {
  price: 671.2,
  size: 1200,
  exchange: 'NYSE Arca, Inc.',
  conditions: ['Intermarket Sweep', 'Odd Lot Trade'],
  tradedAt: at - 126,
};
const quote: LastQuote = {
  bid: { price: 671.19, size: 300, exchange: 'Cboe BZX' },
  ask: { price: 671.21, size: null, exchange: null },
  quotedAt: at - 88,
};
const there = <T>(value: T): Answered<T> => ({
  value,
  receivedAt: at,
  tier: 'real-time',
  problem: null,
});
const refused = (message: string): Answered<never> => ({
  value: null,
  receivedAt: null,
  tier: 'unknown',
  problem: { code: 'not_entitled', message, hint: '' },
});
const stock: LastTradeReport = {
  symbol: 'SPY',
  kind: 'stock',
  source: 'polygon',
  at,
  trade: there(trade),
  quote: there(quote),
  snapshot: null,
};

test('a stock has a line for its trade and one for each side of its quote', (t) => {
  t.is(
    describeLastTrade(stock),
    [
      'SPY',
      '        price   size  exchange         New York        age  tier       conditions',
      'trade  671.20  1,200  NYSE Arca, Inc.  10:29:59.874  0.1 s  real-time  Intermarket Sweep, Odd Lot Trade',
      'bid    671.19    300  Cboe BZX         10:29:59.912  0.1 s  real-time',
      'ask    671.21      –  –                10:29:59.912  0.1 s  real-time',
    ].join('\n'),
  );
});

test('what the plan lacks is said below, simulated prices and a crossed market are marked', (t) => {
  const crossed = { ...quote, bid: { ...quote.bid, price: 671.3 } };
  t.regex(describeLastTrade({ ...stock, quote: there(crossed) }), /\nbid and ask are crossed$/);
  const text = describeLastTrade({
    ...stock,
    source: 'simulator',
    quote: refused('It needs the Advanced plan.'),
  });
  t.regex(text, /^SPY {2}simulated\n/);
  t.regex(text, /\nIt needs the Advanced plan\.$/);
});

test('in a halt the last trade is old and not delayed', (t) => {
  const halted = { ...there({ ...trade, tradedAt: at - 15 * 60_000 }), tier: 'delayed' as const };
  t.regex(
    describeLastTrade({ ...stock, trade: halted }),
    /\ntrade .* 10:15:00\.000 {2}15 min 0 s {2}real-time/,
  );
});

test('a trade of an earlier day has its date, and an answer that stands in says when it came', (t) => {
  const tradedAt = Date.parse('2026-11-21T00:59:58.204Z');
  const text = describeLastTrade({
    ...stock,
    trade: {
      ...there({ ...trade, tradedAt }),
      receivedAt: at - 65_000,
      problem: { code: 'upstream_failed', message: 'The API answered 500 without a reason.', hint: '' },
    },
  });
  t.regex(text, /2026-11-20 19:59:58\.204 {2}2 d 14 h/);
  t.regex(text, /\nThe API answered 500 without a reason\. Shown is what came 1 min 5 s ago\.$/);
});

test('a contract has its terms, greeks, open interest and day; without quotes the plan for them is named', (t) => {
  const snapshot: ContractSnapshot = {
    contract: {
      symbol: 'SPY261123C00671000',
      strike: 671,
      optionType: 'call',
      bid: null,
      ask: null,
      bidSize: null,
      askSize: null,
      last: 1.5,
      previousClose: 1.91,
      volume: 18_423,
      openInterest: 5210,
      impliedVolatility: 0.118,
      delta: 0.52,
      gamma: 0.11,
      theta: -1.9,
      vega: 0.07,
      greeksSource: 'vendor',
      tradedAt: null,
      sharesPerContract: 100,
      quotedAt: null,
    },
    expiration: '2026-11-23',
    sharesPerContract: 100,
    quote: null,
    day: { date: '2026-11-23', open: 2.2, high: 2.62, low: 1.31, close: 1.5, volume: 18_423, vwap: 1.87 },
    breakEven: null,
    underlyingPrice: null,
    underlyingPriceAt: null,
    underlyingTier: 'unknown',
  };
  const text = describeLastTrade({
    ...stock,
    symbol: 'SPY261123C00671000',
    kind: 'option',
    trade: refused('It needs the Developer plan.'),
    quote: null,
    snapshot: { ...there(snapshot), tier: 'delayed' },
  });
  const dated: ContractSnapshot = {
    ...snapshot,
    underlyingPrice: 664.5,
    underlyingPriceAt: at - 900_000,
    underlyingTier: 'delayed',
  };
  const beside = describeLastTrade({ ...stock, kind: 'option', quote: null, snapshot: there(dated) });
  t.regex(beside, /underlying 664\.50 \(10:15:00\.000, delayed\)/);
  t.deepEqual(text.split('\n'), [
    'SPY261123C00671000  2026-11-23 call 671',
    'volatility 11.8 %  delta 0.520  gamma 0.1100  theta -1.900  vega 0.070',
    'open interest 5,210  volume today 18,423  break-even –  underlying –',
    'day 2026-11-23  open 2.20  high 2.62  low 1.31  close 1.50  volume 18,423  vwap 1.87',
    'delayed by 15 minutes',
    "A contract's bid and ask need the Options Advanced plan.",
    'It needs the Developer plan.',
  ]);
});

test('a print that sets no price is said to be one', (t) => {
  const noPriceBecause = 'a trade of condition 37 (odd lot) sets no price';
  t.regex(
    describeLastTrade({ ...stock, trade: there({ ...trade, noPriceBecause }) }),
    /\nthis print sets no price: a trade of condition 37 \(odd lot\) sets no price$/,
  );
  t.notRegex(describeLastTrade(stock), /sets no price/);
});
