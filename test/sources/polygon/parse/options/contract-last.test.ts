import test from 'ava';
import { parseChainRows } from '../../../../../src/sources/polygon/parse/options/parse-chain.ts';
import { createCalendar } from '../../../../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../../../../src/market/calendar/new-york-time.ts';

const date = '2026-11-23';
const receivedAt = newYorkInstant(date, '10:30');
const ns = (ms: number) => JSON.parse(`${ms}000000`) as number;
const midnight = newYorkInstant(date, '00:00');

const row = {
  details: {
    ...{ contract_type: 'call', exercise_style: 'american', expiration_date: date, shares_per_contract: 100 },
    ...{ strike_price: 671, ticker: 'O:SPY261123C00671000' },
  },
  day: {
    ...{ open: 2.2, high: 2.62, low: 1.31, close: 1.5, previous_close: 1.91, volume: 18_423 },
    last_updated: ns(midnight),
  },
  last_quote: { bid: 1.41, ask: 1.43, last_updated: ns(receivedAt - 2000), timeframe: 'REAL-TIME' },
  last_trade: { conditions: [232], price: 1.42, sip_timestamp: ns(receivedAt - 3000) },
};

function parsed(changes: object) {
  const { productChanges, checkExpiration } = createCalendar();
  const terms = {
    underlying: 'SPY',
    expiration: date,
    sessionDate: date,
    receivedAt,
    productChanges,
    checkExpiration,
  };
  const { rows, rejections, rejectedTrades } = parseChainRows([{ ...row, ...changes }], terms);
  return { contract: rows[0]!, rejections, rejectedTrades };
}
const trade = (changes: object) => parsed({ last_trade: { ...row.last_trade, ...changes } });

test('the last trade is the last price, with its own time', (t) => {
  const { contract, rejectedTrades } = parsed({});
  t.like(contract, { last: 1.42, tradedAt: receivedAt - 3000, quotedAt: receivedAt - 2000 });
  t.deepEqual(rejectedTrades, []);
});

test('a trade whose conditions set no price leaves the day’s close, whose time is unknown where it is a midnight', (t) => {
  const { contract, rejectedTrades } = trade({ conditions: [247], price: 0.9 });
  t.like(contract, { last: 1.5, tradedAt: null });
  t.deepEqual(rejectedTrades, [
    'last trade: a trade of condition 247 (multilateral compression) sets no price',
  ]);
});

test('a trade far from the quote of the same seconds is no price', (t) => {
  const day = { ...row.day, last_updated: ns(receivedAt - 50_000) };
  const { contract, rejectedTrades } = parsed({ day, last_trade: { ...row.last_trade, price: 692.31 } });
  t.like(contract, { last: 1.5, tradedAt: receivedAt - 50_000 });
  t.deepEqual(rejectedTrades, ['last trade: it does not agree with the quote']);
});

test('an older trade is held against the day only, as far as the day’s bar knows of it', (t) => {
  const hourAgo = ns(receivedAt - 3_600_000);
  t.is(trade({ price: 2.6, sip_timestamp: hourAgo }).contract.last, 2.6, 'the quote has moved since');
  const { contract, rejectedTrades } = trade({ price: 120.47, sip_timestamp: hourAgo });
  t.is(contract.last, 1.5);
  t.deepEqual(rejectedTrades, ['last trade: it does not agree with the day range']);
  const before = parsed({
    day: { ...row.day, last_updated: ns(receivedAt - 60_000) },
    last_quote: undefined,
    last_trade: { ...row.last_trade, price: 9 },
  });
  t.is(before.contract.last, 9, 'a bar of a minute ago does not know of it');
});

test('a trade of no price that there is refuses the row; one that is too fine is an average', (t) => {
  t.deepEqual(trade({ price: 5e-324 }).rejections, ['last_trade.price: a price below a hundredth of a cent']);
  t.deepEqual(trade({ price: 999_999.99999 }).rejections, ['last_trade.price: a price of a million or more']);
  t.deepEqual(trade({ price: 1.423_456 }).rejectedTrades, ['last trade: a price of more than four decimals']);
  const bid = parsed({ last_quote: { ...row.last_quote, bid: 1.412_345 } });
  t.deepEqual(bid.rejections, ['last_quote.bid: a price of more than four decimals']);
});

test('without a trade the day’s close is the last price, without day and trade there is none', (t) => {
  t.like(parsed({ last_trade: {} }).contract, { last: 1.5, tradedAt: null });
  t.like(parsed({ last_trade: undefined, day: {} }).contract, { last: null, tradedAt: null });
});
