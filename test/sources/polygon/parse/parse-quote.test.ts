import test from 'ava';
import {
  type ParseContext,
  parsePreviousClose,
  quoteOfMinuteBars,
} from '../../../../src/sources/polygon/parse/parse-quote.ts';
import { parseStockSnapshot } from '../../../../src/sources/polygon/parse/parse-stock-snapshot.ts';
import { parseUnifiedSnapshot } from '../../../../src/sources/polygon/parse/parse-unified-snapshot.ts';
import type { Bar } from '../../../../src/market/quotes/bar.ts';
import { createCalendar } from '../../../../src/market/calendar/calendar.ts';

const receivedAt = Date.parse('2026-11-23T15:30:00Z');
const calendar = createCalendar();
const context: ParseContext = { symbol: 'SPY', source: 'polygon', receivedAt, isTrading: true, calendar };
const ns = (ms: number) => ms * 1e6 + 123_456;

const day = { o: 670.1, h: 673.4, l: 668.9, c: 671.9, v: 31_415_926.535, vw: 671.2 };
const prevDay = { o: 660, h: 669, l: 659, c: 668.2, v: 70_661_926.5269, vw: 665 };
const snapshot = (ticker: object) => ({
  status: 'OK',
  request_id: 'x',
  ticker: { ticker: 'SPY', ...ticker },
});

test('a stock snapshot of the largest plan gives the last trade and the quote', (t) => {
  const quote = parseStockSnapshot(
    snapshot({
      updated: ns(receivedAt - 500),
      day,
      prevDay,
      min: { c: 671.8, t: receivedAt - 60_000 },
      lastQuote: { p: 671.91, P: 671.93, S: 3, s: 2, t: ns(receivedAt - 400) },
      lastTrade: { p: 671.92, s: 100, c: [14], t: ns(receivedAt - 300), x: 4 },
    }),
    context,
  );
  t.like(quote, { price: 671.92, bid: 671.91, ask: 671.93, dayHigh: 673.4, previousClose: 668.2 });
  t.is(quote.volume, 31_415_926.535);
  t.is(quote.timestamp, receivedAt - 300, 'nanoseconds become milliseconds');
  t.is(quote.tier, 'real-time');
});

test('without trades and quotes the last minute is the price, a quarter of an hour late', (t) => {
  const at = receivedAt - 15 * 60_000;
  const quote = parseStockSnapshot(
    snapshot({ updated: ns(at), day, prevDay, min: { c: 671.5, t: at } }),
    context,
  );
  t.like(quote, { price: 671.5, bid: null, ask: null, tier: 'delayed', timestamp: at });
});

test('while nothing trades, the quotes that a plan gives or does not give tell its tier', (t) => {
  const closed = { ...context, isTrading: false };
  const friday = Date.parse('2026-11-21T01:00:00Z');
  const row = { updated: ns(friday), day, prevDay, min: { c: 671.5, t: friday - 60_000 } };
  t.like(parseStockSnapshot(snapshot(row), closed), { tier: 'delayed', timestamp: friday });
  const lastTrade = { p: 671.92, t: ns(friday - 300) };
  t.is(parseStockSnapshot(snapshot({ ...row, lastTrade }), closed).tier, 'delayed');
  const lastQuote = { p: 671.91, P: 671.93, t: ns(friday - 400) };
  t.is(parseStockSnapshot(snapshot({ ...row, lastTrade, lastQuote }), closed).tier, 'real-time');

  const unified = (more: object) => ({
    results: [{ ticker: 'SPY', session: { price: 671.9, last_updated: ns(friday) }, ...more }],
  });
  t.is(parseUnifiedSnapshot(unified({}), closed).tier, 'delayed');
  t.is(parseUnifiedSnapshot(unified({ last_quote: { bid: 1, ask: 2 } }), closed).tier, 'real-time');
  const said = { last_quote: { bid: 1, ask: 2, timeframe: 'DELAYED' } };
  t.is(parseUnifiedSnapshot(unified(said), closed).tier, 'delayed');
});

test('zeros stand for nothing, and are never stored', (t) => {
  const zero = { o: 0, h: 0, l: 0, c: 0, v: 0, vw: 0 };
  t.throws(() => parseStockSnapshot(snapshot({ day: zero, min: zero, prevDay: zero, updated: 0 }), context), {
    message: /no price/,
  });
});

test('a day that is still the one before says nothing of today', (t) => {
  const quote = parseStockSnapshot(
    snapshot({ day: prevDay, prevDay, lastTrade: { p: 671, t: ns(receivedAt) } }),
    context,
  );
  t.like(quote, { price: 671, dayOpen: null, dayHigh: null, dayLow: null, volume: null, vwap: null });
});

test('a time of the future is not believed', (t) => {
  const quote = parseStockSnapshot(
    snapshot({ day, prevDay, lastTrade: { p: 671, t: ns(receivedAt + 2 * 86_400_000) } }),
    context,
  );
  t.is(quote.timestamp, receivedAt);
  t.is(quote.tier, 'unknown');
});

test('a crossed quote stays as it came', (t) => {
  const quote = parseStockSnapshot(snapshot({ day, prevDay, lastQuote: { p: 255.57, P: 255.46 } }), context);
  t.like(quote, { bid: 255.57, ask: 255.46 });
});

for (const [what, body] of [
  ['a word where a price belongs', snapshot({ day: { ...day, c: 'about 671' }, prevDay })],
  ['a negative price', snapshot({ day, prevDay, lastTrade: { p: -671 } })],
  ['another symbol', { status: 'OK', ticker: { ticker: 'QQQ', day, prevDay } }],
  ['no ticker', { status: 'OK' }],
  ['a list', [snapshot({ day, prevDay })]],
  ['null', null],
] as const) {
  test(`a stock snapshot with ${what} is refused`, (t) => {
    t.like(
      t.throws(() => parseStockSnapshot(body, context)),
      { failure: 'malformed' },
    );
  });
}

const unified = (row: object) => ({ status: 'OK', results: [{ ticker: 'SPY', type: 'stocks', ...row }] });

test('a unified snapshot without quotes gives the session and the last minute', (t) => {
  const quote = parseUnifiedSnapshot(
    unified({
      market_status: 'open',
      session: {
        price: 671.7,
        open: 670.1,
        high: 673.4,
        low: 668.9,
        close: 671.6,
        previous_close: 668.2,
        volume: 3.1415926535e7,
        last_updated: ns(receivedAt - 1000),
      },
      last_minute: { close: 671.65, vwap: 671.6 },
    }),
    context,
  );
  t.like(quote, { price: 671.7, dayOpen: 670.1, previousClose: 668.2, volume: 31_415_926.535, bid: null });
  t.is(quote.timestamp, receivedAt - 1000);
});

test('what the answer says of its tier goes before its age', (t) => {
  const row = { session: { price: 671 }, last_trade: { price: 671, sip_timestamp: ns(receivedAt) } };
  t.is(parseUnifiedSnapshot(unified({ ...row, timeframe: 'DELAYED' }), context).tier, 'delayed');
  t.is(parseUnifiedSnapshot(unified({ ...row, timeframe: 'REAL-TIME' }), context).tier, 'real-time');
});

test('an error inside a unified snapshot is told apart', (t) => {
  const failure = (error: string) =>
    t.throws(() => parseUnifiedSnapshot(unified({ error, message: 'x' }), context));
  t.like(failure('NOT_ENTITLED'), { failure: 'not-entitled' });
  t.like(failure('NOT_FOUND'), { failure: 'not-found' });
  t.like(
    t.throws(() => parseUnifiedSnapshot({ status: 'OK', results: [] }, context)),
    { failure: 'not-found' },
  );
});

test('the previous close carries the time of its session’s end and says that it is of a day that is over', (t) => {
  const end = Date.parse('2026-11-20T21:00:00Z');
  const quote = parsePreviousClose(
    {
      ticker: 'SPY',
      resultsCount: 1,
      results: [{ T: 'SPY', v: 9.6823977e7, vw: 667, o: 665, c: 668.2, h: 669, l: 664, t: end, n: 9 }],
    },
    context,
  );
  t.like(quote, {
    price: 668.2,
    timestamp: end,
    tier: 'end-of-day',
    previousClose: null,
    volume: 96_823_977,
  });
  t.like(
    t.throws(() => parsePreviousClose({ resultsCount: 0 }, context)),
    { failure: 'not-found' },
  );
});

test('minute bars make a quote of the session so far', (t) => {
  const open = Date.parse('2026-11-23T14:30:00Z');
  const session = { open, close: Date.parse('2026-11-23T21:00:00Z') };
  const bar = (minute: number, close: number): Bar => ({
    ...{ symbol: 'SPY', date: '2026-11-23', timeframe: '1min', source: 'polygon', vwap: null },
    ...{
      start: open + minute * 60_000,
      open: close - 0.1,
      high: close + 0.5,
      low: close - 0.5,
      close,
      volume: 1000.5,
    },
  });
  const quote = quoteOfMinuteBars(
    [bar(-5, 666), bar(0, 670), bar(1, 671), bar(59, 669)],
    session,
    668.2,
    context,
  );
  t.like(quote, {
    price: 669,
    dayOpen: 669.9,
    dayHigh: 671.5,
    dayLow: 668.5,
    previousClose: 668.2,
    volume: 3001.5,
  });
  t.is(quote.timestamp, receivedAt, 'the last bar ends with its minute');
  t.is(quote.priceKind, 'minute');
  t.like(
    t.throws(() => quoteOfMinuteBars([], session, null, context)),
    { failure: 'not-found' },
  );
});
