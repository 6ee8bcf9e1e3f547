import test from 'ava';
import type { Bar } from '../../../src/market/quotes/bar.ts';
import { splitFactor, splitText } from '../../../src/market/quotes/split.ts';

const dayMs = 86_400_000;

const bars = Array.from(
  { length: 5 },
  (_, index): Bar => ({
    ...{ symbol: 'SPY', date: `2026-11-1${index}`, timeframe: 'daily', start: index * dayMs },
    ...{ open: 660.11 + index, high: 668.37 + index, low: 655.4 + index, close: 663.93 + index },
    ...{ volume: 1000, vwap: 661, source: 'polygon' },
  }),
);

const cents = (value: number) => Math.round(value * 100) / 100;
const scaled = (bar: Bar, factor: number): Bar => ({
  ...bar,
  open: cents(bar.open * factor),
  high: cents(bar.high * factor),
  low: cents(bar.low * factor),
  close: cents(bar.close * factor),
});

for (const [text, factor] of [
  ['2 for 1', 1 / 2],
  ['4 for 1', 1 / 4],
  ['20 for 1', 1 / 20],
  ['3 for 2', 2 / 3],
  ['21 for 20', 20 / 21],
  ['1 for 10', 10],
] as const) {
  test(`a split of ${text} is seen, in dollars and in cents`, (t) => {
    for (const size of [1, 0.02]) {
      const before = bars.map((bar) => scaled(bar, size));
      const found = splitFactor(
        before,
        before.map((bar) => scaled(bar, factor)),
      )!;
      if (size === 1) t.is(splitText(found), text);
      t.true(Math.abs(found / factor - 1) < 0.02, `${found}`);
    }
  });
}

test('what is the same, what has moved, and what was corrected is no split', (t) => {
  t.is(splitFactor(bars, bars), null);
  t.is(splitFactor([], bars), null);
  t.is(splitFactor(bars, []), null);
  t.is(
    splitFactor(
      bars,
      bars.map((bar) => ({ ...bar, start: bar.start + 1 })),
    ),
    null,
    'none of them is the same bar',
  );
  const corrected = bars.map((bar) => ({ ...bar, high: bar.high * 1.2, close: bar.close * 1.04 }));
  t.is(splitFactor(bars, corrected), null);
  t.is(splitFactor(bars, [bars[0]!, scaled(bars[1]!, 0.5), ...bars.slice(2)]), null, 'one bar alone');
  t.is(
    splitFactor(
      bars,
      bars.map((bar) => scaled(bar, 1.012)),
    ),
    null,
    'less than any split',
  );
});

test('a mixture of bars from before and after a split is seen as well', (t) => {
  const now = bars.map((bar) => scaled(bar, 0.5));
  t.is(splitText(splitFactor([...bars.slice(0, 2), ...now.slice(2)], now)!), '2 for 1');
  t.is(splitText(splitFactor([bars[0]!], now)!), '2 for 1', 'the only one that there is');
});
