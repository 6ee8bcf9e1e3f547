import test from 'ava';
import fc from 'fast-check';
import { priceText, strikeDecimals, strikeText } from '../../../src/market/quotes/price-text.ts';

test('a price has cents, and more decimals only where it has them', (t) => {
  const cases: [number, string][] = [
    [671.2, '671.20'],
    [671, '671.00'],
    [671.1233, '671.1233'],
    [689.125, '689.125'],
    [0.005, '0.005'],
    [0, '0.00'],
    [-0, '0.00'],
    [-0.0000001, '0.00'],
    [-1.5, '-1.50'],
    [671.13 - 671.1233, '0.0067'],
    [0.1 + 0.2, '0.30'],
    [100_000, '100000.00'],
  ];
  for (const [price, text] of cases) t.is(priceText(price), text);
  t.is(priceText(671.125, 3), '671.125');
  t.is(priceText(671.12, 3), '671.120');
});

test('no price of up to six decimals is rounded', (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 11 }), (millionths) => {
      const price = millionths / 1e6;
      return Number(priceText(price)) === price;
    }),
  );
  t.pass();
});

test('strikes of one column have as many decimals as the finest', (t) => {
  t.is(strikeDecimals([660, 661]), 0);
  t.is(strikeDecimals([660, 62.5]), 2);
  t.is(strikeDecimals([660, 689.125, 62.5]), 3);
  t.is(strikeDecimals([]), 0);
  t.deepEqual([660, 62.5, 689.125].map(strikeText), ['660', '62.50', '689.125']);
});
