import test from 'ava';
import { holdAgainstTree } from './tree-grid.ts';

test('American prices, greeks and volatilities are those of a fine tree, over the whole grid', (t) => {
  t.timeout(3_600_000);
  const cases = holdAgainstTree(t, {
    spot: 100,
    steps: 4000,
    // Of a stock at 600, a tenth of a cent.
    priceWithin: 2e-4,
    moneyness: [0.8, 0.9, 0.96, 1, 1.04, 1.1, 1.2],
    days: [1, 5, 20, 60],
    rates: [0, 0.02, 0.04, 0.06],
    volatilities: [0.12, 0.3],
  });
  t.is(cases, 1344);
});
