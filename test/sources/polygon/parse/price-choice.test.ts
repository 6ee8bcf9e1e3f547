import test from 'ava';
import type { ParseContext } from '../../../../src/sources/polygon/parse/parse-quote.ts';
import { parseStockSnapshot } from '../../../../src/sources/polygon/parse/parse-stock-snapshot.ts';
import { parseUnifiedSnapshot } from '../../../../src/sources/polygon/parse/parse-unified-snapshot.ts';
import { createCalendar } from '../../../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../../../src/market/calendar/new-york-time.ts';

const calendar = createCalendar();
const at = (time: string, date = '2026-11-23') => newYorkInstant(date, time);
const ns = (ms: number) => JSON.parse(`${ms}123456`) as number;
const noon = at('12:00') + 20_000;

/** A context, and the reasons that parsing with it gives. */
function heard(receivedAt: number, isTrading = true): { context: ParseContext; reasons: string[] } {
  const reasons: string[] = [];
  const onRejection = (reason: string) => void reasons.push(reason);
  return {
    context: { symbol: 'SPY', source: 'polygon', receivedAt, isTrading, calendar, onRejection },
    reasons,
  };
}

const prevDay = { o: 668, h: 671, l: 666, c: 669.87, v: 7e7, vw: 669 };
const day = { o: 670.4, h: 672.5, l: 669.9, c: 671.1, v: 3e7, vw: 671.3 };
const min = { c: 671.1, h: 671.2, l: 671, o: 671.1, v: 1e5, t: at('11:59') };
const lastQuote = { p: 671.11, P: 671.13, s: 3, S: 2, t: ns(noon - 300) };

const stock = (row: object) => ({
  status: 'OK',
  ticker: { ticker: 'SPY', updated: ns(noon), day, prevDay, ...row },
});
const unified = (row: object) => ({ status: 'OK', results: [{ ticker: 'SPY', type: 'stocks', ...row }] });

test('a trade whose conditions set no price is passed over for the middle of the quote, which is newer than the minute', (t) => {
  const { context, reasons } = heard(noon);
  const lastTrade = { p: 692.31, s: 5000, c: [53, 52, 41], x: 4, t: ns(noon - 100) };
  const quote = parseStockSnapshot(stock({ min, lastQuote, lastTrade }), context);
  t.like(quote, { price: 671.12, priceKind: 'quote', timestamp: noon - 300, quotedAt: noon - 300 });
  t.like(quote, { tier: 'real-time', dayHigh: 672.5, previousClose: 669.87 });
  t.deepEqual(reasons, ['last trade: a trade of condition 53 (qualified contingent) sets no price']);
});

for (const [what, conditions] of [
  ['none', null],
  ['ordinary', [14, 41]],
  ['unknown', [99]],
] as const) {
  test(`a print far from quote, minute and day is no price, whatever its conditions: ${what}`, (t) => {
    const { context, reasons } = heard(noon);
    const lastTrade = { p: 692.31, c: conditions, t: ns(noon - 100) };
    t.is(parseStockSnapshot(stock({ min, lastQuote, lastTrade }), context).price, 671.12);
    t.deepEqual(reasons, ['last trade: it does not agree with the quote']);
  });
}

test('without a quote the minute and the day speak against a print, and the minute is the price, with its own time', (t) => {
  const late = noon - 15 * 60_000;
  const minute = { ...min, t: at('11:44') };
  const body = stock({
    updated: ns(late),
    min: minute,
    lastTrade: { p: 692.31, c: [14], t: ns(late - 100) },
  });
  const { context, reasons } = heard(noon);
  const quote = parseStockSnapshot(body, context);
  t.like(quote, {
    price: 671.1,
    priceKind: 'minute',
    timestamp: at('11:45'),
    tier: 'delayed',
    quotedAt: null,
  });
  t.deepEqual(reasons, ['last trade: it does not agree with the last minute']);

  const alone = heard(noon);
  const noMinute = stock({ updated: ns(late), lastTrade: { p: 692.31, t: ns(late - 100) } });
  t.like(parseStockSnapshot(noMinute, alone.context), { price: 671.1, priceKind: 'day', timestamp: late });
  t.deepEqual(alone.reasons, ['last trade: it does not agree with the day range']);
});

test('a trade that agrees is the price, at its own time', (t) => {
  const { context, reasons } = heard(noon);
  const lastTrade = { p: 671.1233, c: [14, 41], t: ns(noon - 100) };
  t.like(parseStockSnapshot(stock({ min, lastQuote, lastTrade }), context), {
    ...{ price: 671.1233, priceKind: 'trade', timestamp: noon - 100 },
  });
  t.deepEqual(reasons, []);
});

test('an odd lot sets no price and is no news; unknown conditions need something that confirms the price', (t) => {
  const { context, reasons } = heard(noon);
  const trade = (c: number[], p = 671.13) => ({ p, c, t: ns(noon - 100) });
  const read = (row: object) => parseStockSnapshot(stock(row), context);
  t.like(read({ min, lastQuote, lastTrade: trade([14, 37, 41]) }), { price: 671.12, priceKind: 'quote' });
  t.deepEqual(reasons, []);
  t.like(read({ min, lastQuote, lastTrade: trade([99]) }), { price: 671.13, priceKind: 'trade' });
  t.like(read({ lastTrade: trade([99]) }), { price: 671.1, priceKind: 'day' });
  t.deepEqual(reasons, ['last trade: its conditions are unknown and nothing confirms it']);
});

test('form T is the price outside of regular hours, and none within them', (t) => {
  const evening = at('17:10');
  const trade = (stamp: number, c: number[]) => ({ p: 675.2, c, t: ns(stamp) });
  const bar = { c: 675.1, h: 675.3, l: 675, t: evening - 60_000 };
  const book = { p: 675.1, P: 675.3, t: ns(evening - 500) };
  const after = heard(evening, false);
  const row = { updated: ns(evening), min: bar, lastQuote: book, lastTrade: trade(evening - 200, [12]) };
  t.like(parseStockSnapshot(stock(row), after.context), { price: 675.2, priceKind: 'trade' });
  t.deepEqual(after.reasons, [], 'the day’s range is that of regular hours');
  const within = heard(noon);
  t.is(
    parseStockSnapshot(
      stock({ min, lastQuote, lastTrade: { p: 671.12, c: [12], t: ns(noon) } }),
      within.context,
    ).priceKind,
    'quote',
  );
  t.deepEqual(within.reasons, ['last trade: a trade of condition 12 (form T) sets no price']);
});

test('a wide or crossed market is no price, and a trade before the last minute is not the last', (t) => {
  const { context, reasons } = heard(noon);
  const odd = { p: 671.15, c: [37], t: ns(noon - 100) };
  for (const book of [
    { p: 660, P: 680, t: ns(noon) },
    { p: 671.2, P: 671.1, t: ns(noon) },
    { p: 671.11, P: 0, t: ns(noon) },
  ]) {
    const quote = parseStockSnapshot(stock({ min, lastQuote: book, lastTrade: odd }), context);
    t.like(quote, { price: 671.1, priceKind: 'minute', timestamp: at('12:00'), bid: book.p });
  }
  const old = { p: 671.05, c: [14], t: ns(at('11:58')) };
  t.like(parseStockSnapshot(stock({ min, lastTrade: old }), context), { price: 671.1, priceKind: 'minute' });
  t.deepEqual(reasons, []);
});

test('a quiet stock’s last trade stays the price although its quote has moved since', (t) => {
  const { context, reasons } = heard(noon);
  const traded = at('11:20') + 30_000;
  const row = {
    ...{ min: { c: 671, h: 671, l: 671, t: at('11:20') }, lastTrade: { p: 671, c: [], t: ns(traded) } },
    lastQuote: { p: 672, P: 672.4, t: ns(noon) },
  };
  t.like(parseStockSnapshot(stock(row), context), { price: 671, priceKind: 'trade', timestamp: traded });
  t.deepEqual(reasons, []);
});

test('the unified snapshot’s last trade is held against its quote, and the session price takes its place', (t) => {
  const { context, reasons } = heard(noon);
  const session = { price: 229.47, close: 229.4, open: 228, high: 230.5, low: 227, previous_close: 228.9 };
  const body = unified({
    session: { ...session, last_updated: ns(noon - 900) },
    last_quote: { bid: 227.5, ask: 230, last_updated: ns(noon - 200) },
    last_trade: { price: 120.47, size: 100, last_updated: ns(noon - 100) },
  });
  t.like(parseUnifiedSnapshot(body, context), {
    ...{ price: 229.47, priceKind: 'trade', timestamp: noon - 900, quotedAt: noon - 200, bid: 227.5 },
  });
  t.deepEqual(reasons, ['last trade: it does not agree with the quote']);
});

test('conditions count in the unified snapshot, too, and its minute ends with its minute', (t) => {
  const { context, reasons } = heard(noon);
  const last_minute = { close: 671.1, high: 671.2, low: 671, last_updated: ns(at('11:59')) };
  const last_trade = { price: 671.9, conditions: [2], sip_timestamp: ns(noon - 100) };
  const body = unified({ session: { open: 670, previous_close: 669.87 }, last_minute, last_trade });
  t.like(parseUnifiedSnapshot(body, context), { price: 671.1, priceKind: 'minute', timestamp: at('12:00') });
  t.deepEqual(reasons, ['last trade: a trade of condition 2 (average price) sets no price']);
});

test('an index has a value, and no price that no market has', (t) => {
  const { context } = heard(noon);
  const row = (value: number) =>
    unified({ type: 'indices', value, last_updated: ns(noon - 1000), timeframe: 'REAL-TIME' });
  t.like(parseUnifiedSnapshot(row(6712.3456), context), { price: 6712.3456, timestamp: noon - 1000 });
  t.throws(() => parseUnifiedSnapshot(row(5e-324), context), { message: /below a hundredth of a cent/ });
});

for (const [what, price, reason] of [
  ['the smallest number there is', 5e-324, /lastTrade.p: a price below a hundredth of a cent/],
  ['a million', 1e6, /lastTrade.p: a price of a million or more/],
  ['what rounds to a million', 999_999.99999, /lastTrade.p: a price of a million or more/],
] as const) {
  test(`a price that no market has is refused with the reason: ${what}`, (t) => {
    const { context } = heard(noon);
    const body = stock({ min, lastQuote, lastTrade: { p: price, t: ns(noon) } });
    t.throws(() => parseStockSnapshot(body, context), { message: reason });
  });
}

test('a trade finer than a hundredth of a cent is an average and no price; a bid so fine refuses the answer', (t) => {
  const { context, reasons } = heard(noon);
  const lastTrade = { p: 671.123_456, c: [], t: ns(noon) };
  t.is(parseStockSnapshot(stock({ min, lastQuote, lastTrade }), context).price, 671.12);
  t.deepEqual(reasons, ['last trade: a price of more than four decimals']);
  const dust = { p: 670.1 + 1.1, c: [], t: ns(noon) };
  const near = { ...lastQuote, p: 671.19, P: 671.21 };
  t.is(parseStockSnapshot(stock({ min, lastQuote: near, lastTrade: dust }), context).priceKind, 'trade');
  const fine = { ...lastQuote, p: 671.112_34 };
  t.throws(() => parseStockSnapshot(stock({ min, lastQuote: fine }), context), {
    message: /lastQuote.p: a price of more than four decimals/,
  });
});

test('a price without any time of the vendor is of unknown freshness', (t) => {
  const { context } = heard(noon);
  const body = { status: 'OK', ticker: { ticker: 'SPY', day, prevDay, lastTrade: { p: 671.1 } } };
  t.like(parseStockSnapshot(body, context), { timestamp: noon, tier: 'unknown' });
});

const zero = { o: 0, h: 0, l: 0, c: 0, v: 0, vw: 0 };
const cleared = {
  status: 'OK',
  ticker: {
    ...{ ticker: 'SPY', todaysChange: 0, todaysChangePerc: 0, updated: 0, day: zero, prevDay },
    min: { ...zero, t: 0, av: 0 },
    lastQuote: { p: 0, P: 0, s: 0, S: 0, t: 0 },
    lastTrade: { c: null, i: '', p: 0, s: 0, t: 0, x: 0 },
  },
};

for (const [when, receivedAt, closedAt] of [
  ['on Monday night', at('03:45'), at('16:00', '2026-11-20')],
  ['a quarter past four on a delayed plan', at('04:14'), at('16:00', '2026-11-20')],
  ['on Tuesday', at('03:31', '2026-11-24'), at('16:00', '2026-11-23')],
  ['after a half day and a weekend', at('04:05', '2026-11-30'), at('13:00', '2026-11-27')],
  ['after a holiday', at('03:45', '2026-11-27'), at('16:00', '2026-11-25')],
] as const) {
  test(`a snapshot cleared at night is the close of its own day, without a change: ${when}`, (t) => {
    const { context, reasons } = heard(receivedAt, false);
    const quote = parseStockSnapshot(cleared, context);
    t.like(quote, { price: 669.87, priceKind: 'close', tier: 'end-of-day', timestamp: closedAt, receivedAt });
    t.like(quote, { previousClose: null, bid: null, ask: null, quotedAt: null });
    t.like(quote, { dayOpen: 668, dayHigh: 671, dayLow: 666, volume: 7e7 }, 'of its own day, too');
    const row = unified({
      session: { close: 0, open: 0, high: 0, low: 0, price: 0, previous_close: 669.87 },
    });
    t.like(parseUnifiedSnapshot(row, context), {
      ...{ price: 669.87, priceKind: 'close', tier: 'end-of-day', timestamp: closedAt, previousClose: null },
    });
    t.deepEqual(reasons, []);
  });
}
