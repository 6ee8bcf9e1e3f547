import test from 'ava';
import type { Bar } from '../../../src/market/quotes/bar.ts';
import {
  linePoints,
  pricePointOf,
  withMinuteBars,
  withQuote,
} from '../../../src/market/quotes/price-line.ts';
import type { Quote } from '../../../src/market/quotes/quote.ts';

const second = 1000;
const minute = 60 * second;
/** On a minute. */
const open = Date.parse('2026-11-23T14:30:00Z');

type Priced = Pick<Quote, 'symbol' | 'price' | 'priceKind' | 'tier' | 'timestamp'>;

const quote = (seconds: number, price: number, given: Partial<Quote> = {}): Priced => ({
  ...{ symbol: 'SPY', price, priceKind: 'trade', tier: 'real-time', timestamp: open + seconds * second },
  ...given,
});
const line = () => ({ symbol: 'SPY', from: open, until: open + 390 * minute, points: [] });
const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map((item, index) => [(index * 7) % 11, item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);

const bar = (minutes: number, close: number): Bar => ({
  ...{ symbol: 'SPY', date: '2026-11-23', timeframe: '1min', start: open + minutes * minute },
  ...{ open: close, high: close, low: close, close, volume: 1000, vwap: null, source: 'simulator' },
});

test('a price lies at the vendor’s time, whenever it came', (t) => {
  t.deepEqual(pricePointOf(quote(60, 671.2)), { at: open + minute, price: 671.2 });
  t.deepEqual(pricePointOf(quote(60, 671.2, { priceKind: null })), { at: open + minute, price: 671.2 });
});

test('a closing price is no point', (t) => {
  t.is(pricePointOf(quote(60, 671.2, { priceKind: 'close' })), null);
  t.is(pricePointOf(quote(60, 671.2, { tier: 'end-of-day', priceKind: null })), null);
});

test('the line is the same in whatever order its quotes come, and however often', (t) => {
  const quotes = Array.from({ length: 40 }, (_, index) => quote(15 * index + 1, 670 + index / 100));
  const inOrder = quotes.reduce(withQuote<ReturnType<typeof line>>, line());
  t.is(inOrder.points.length, 40);
  t.deepEqual(shuffled(quotes).reduce(withQuote<ReturnType<typeof line>>, line()), inOrder);
  t.is(shuffled(quotes).reduce(withQuote, inOrder), inOrder, 'repeated, they change nothing');
  t.deepEqual(
    linePoints(shuffled(quotes).map((each) => pricePointOf(each)!)),
    [...inOrder.points],
    'read from the recordings it is the same',
  );
});

test('of prices within five seconds the last one counts, whichever came last', (t) => {
  const [early, late] = [quote(11, 670), quote(14, 671)];
  const expected = [{ at: open + 14 * second, price: 671 }];
  t.deepEqual([early, late].reduce(withQuote<ReturnType<typeof line>>, line()).points as unknown, expected);
  t.deepEqual([late, early].reduce(withQuote<ReturnType<typeof line>>, line()).points as unknown, expected);
  t.deepEqual(linePoints([late, early].map((each) => pricePointOf(each)!)), expected);
});

test('a corrected price of the same instant takes the place of the first', (t) => {
  const points = [quote(11, 670), quote(11, 670.5)].map((each) => pricePointOf(each)!);
  t.deepEqual(linePoints(points), [{ at: open + 11 * second, price: 670.5 }]);
});

test('quotes of another symbol or session are no points of a line', (t) => {
  const empty = line();
  t.is(withQuote(empty, quote(60, 600, { symbol: 'QQQ' })), empty);
  t.is(withQuote(empty, quote(-60, 671)), empty);
  t.is(withQuote(empty, quote(391 * 60, 671)), empty);
});

test('minute bars fill the minutes that nothing was recorded of, by the same times', (t) => {
  // A price on the instant that ends a minute is that minute's.
  const points = [
    { at: open + 2 * minute, price: 672 },
    { at: open + 4 * minute - second, price: 674 },
  ];
  const bars = [bar(0, 671.1), bar(1, 672.1), bar(2, 673.1), bar(3, 674.1), bar(4, 675.1)];
  t.deepEqual(withMinuteBars(points, bars, open + 390 * minute), [
    { at: open + minute, price: 671.1 },
    { at: open + 2 * minute, price: 672 },
    { at: open + 3 * minute, price: 673.1 },
    { at: open + 4 * minute - second, price: 674 },
    { at: open + 5 * minute, price: 675.1 },
  ]);
});

test('the close of a minute under way is no minute’s end', (t) => {
  const bars = [bar(0, 671.1), bar(1, 672.1)];
  t.deepEqual(withMinuteBars([], bars, 0), [{ at: open + minute, price: 671.1 }]);
  const later = { at: open + 2 * minute + second, price: 673 };
  t.deepEqual(withMinuteBars([later], bars, 0).at(-2), { at: open + 2 * minute, price: 672.1 });
});
