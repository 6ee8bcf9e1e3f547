import test from 'ava';
import fc from 'fast-check';
import { americanOptions } from '../../../../src/market/pricing/american/american-option.ts';
import type { AmericanTerms } from '../../../../src/market/pricing/american/american-terms.ts';
import { americanVolatility } from '../../../../src/market/pricing/american/american-volatility.ts';
import { impliedVolatility, optionPrice } from '../../../../src/market/pricing/black-scholes.ts';
import { treePrice } from './reference-tree.ts';
import { holdAgainstTree } from './tree-grid.ts';

const day = 1 / 365;

const optionOf = (terms: AmericanTerms, optionType: 'call' | 'put', strike: number) =>
  americanOptions(terms)!.option(optionType, strike);

const volatilityOf = (terms: AmericanTerms, optionType: 'call' | 'put', strike: number, price: number) => {
  const solved = americanVolatility(optionOf(terms, optionType, strike), price);
  return 'volatility' in solved ? solved.volatility : solved.refused;
};

test('American prices, greeks and volatilities are those of a fine tree', (t) => {
  const cases = holdAgainstTree(t, {
    spot: 100,
    steps: 1000,
    priceWithin: 1e-3,
    optionTypes: ['call', 'put'],
    moneyness: [0.85, 1, 1.1],
    days: [2, 45],
    rates: [0.01, 0.05],
    volatilities: [0.2],
  });
  t.is(cases, 72);
});

test('without a dividend a call is European', (t) => {
  const terms = { spot: 600, years: 30 * day, rate: 0.04, dividends: [] };
  const call = optionOf(terms, 'call', 590);
  t.false(call.hasPremium);
  t.is(
    call.price(0.15),
    optionPrice({ ...terms, optionType: 'call', strike: 590, volatility: 0.15, dividendYield: 0 })!,
  );
});

test('a pair of sixty days with one dividend has one volatility', (t) => {
  const dividends = [{ years: 21 * day, amount: 1.95 }];
  const terms = { spot: 680, years: 60 * day, rate: 0.04, dividends };
  for (const optionType of ['call', 'put'] as const) {
    const price = treePrice({ ...terms, optionType, strike: 680 }, 0.15, 2000);
    t.true(Math.abs((volatilityOf(terms, optionType, 680, price) as number) - 0.15) < 1e-4, optionType);
  }
});

test('on the eve of an ex-date calls and puts have one volatility', (t) => {
  const dividends = [{ years: 0.25 * day, amount: 1.95 }];
  const terms = { spot: 680, years: 2 * day, rate: 0.04, dividends };
  for (const optionType of ['call', 'put'] as const) {
    for (const strike of [676, 680, 684]) {
      const price = treePrice({ ...terms, optionType, strike }, 0.15, 2000);
      const found = volatilityOf(terms, optionType, strike, price);
      t.true(Math.abs((found as number) - 0.15) < 1e-3, `${optionType} ${strike}: ${found}`);
    }
  }
});

test('a put that would be exercised has no volatility, where the European one has a wrong one', (t) => {
  const terms = { spot: 680, years: (6.75 * day) / 24, rate: 0.04, dividends: [] };
  const strike = 714;
  t.is(treePrice({ ...terms, optionType: 'put', strike }, 0.15, 500).toFixed(6), '34.000000');
  t.is(volatilityOf(terms, 'put', strike, 34), 'the price is not above the intrinsic value of 34.00');
  const european = impliedVolatility({ ...terms, optionType: 'put', strike, dividendYield: 0 }, 34);
  t.true('volatility' in european && european.volatility > 0.5);
});

test('any price that exercise does not bring has a volatility that gives it back', (t) => {
  const ahead = fc.record({
    years: fc.double({ min: 0.02, max: 0.98, noNaN: true }),
    amount: fc.double({ min: 0.1, max: 3, noNaN: true }),
  });
  const anyCase = fc.record({
    optionType: fc.constantFrom('call' as const, 'put' as const),
    strike: fc.double({ min: 400, max: 800, noNaN: true }),
    days: fc.double({ min: 0.2, max: 500, noNaN: true }),
    rate: fc.double({ min: 0, max: 0.12, noNaN: true }),
    volatility: fc.double({ min: 0.05, max: 2, noNaN: true }),
    dividends: fc.array(ahead, { maxLength: 2 }),
  });
  fc.assert(
    fc.property(anyCase, ({ optionType, strike, days, rate, volatility, dividends }) => {
      const years = days * day;
      const inLife = dividends.map((one) => ({ ...one, years: one.years * years }));
      const option = optionOf({ spot: 600, years, rate, dividends: inLife }, optionType, strike);
      const price = option.price(volatility);
      if (price - option.minPrice < 1e-5) return;
      const solved = americanVolatility(option, price);
      if ('refused' in solved) throw new Error(solved.refused);
      const again = option.price(solved.volatility);
      t.true(Math.abs(again - price) < 1e-6, `${again} instead of ${price}`);
    }),
    { numRuns: 150 },
  );
});

test('greeks are the slopes of the price', (t) => {
  const dividends = [{ years: 20 * day, amount: 1.95 }];
  for (const optionType of ['call', 'put'] as const) {
    for (const strike of [580, 600, 615]) {
      for (const terms of [
        { spot: 600, years: 60 * day, rate: 0.04, dividends },
        { spot: 600, years: 5 * day, rate: 0.05, dividends: [] },
      ]) {
        const greeks = optionOf(terms, optionType, strike).greeks(0.15);
        const at = (change: Partial<AmericanTerms>, volatility = 0.15) =>
          optionOf({ ...terms, ...change }, optionType, strike).price(volatility);
        const delta = (at({ spot: 600.1 }) - at({ spot: 599.9 })) / 0.2;
        const gamma = (at({ spot: 600.5 }) - 2 * at({}) + at({ spot: 599.5 })) / 0.25;
        const later = (step: number) => ({
          years: terms.years - step,
          dividends: terms.dividends.map((one) => ({ ...one, years: one.years - step })),
        });
        const step = 0.01 * day;
        const theta = (at(later(step)) - at(later(-step))) / (2 * step) / 365;
        const vega = (at({}, 0.151) - at({}, 0.149)) / 0.2;
        const near = (name: string, ours: number, slope: number, tolerance: number) =>
          t.true(Math.abs(ours - slope) < tolerance, `${name} ${optionType} ${strike}: ${ours}, ${slope}`);
        near('delta', greeks.delta, delta, 1e-5);
        near('gamma', greeks.gamma, gamma, 1e-4);
        near('theta', greeks.theta, theta, 1e-4);
        near('vega', greeks.vega, vega, 1e-4);
      }
    }
  }
});

test('terms that make no sense give no options', (t) => {
  const terms = { spot: 600, years: 0.1, rate: 0.04, dividends: [] };
  t.is(americanOptions({ ...terms, spot: 0 }), null);
  t.is(americanOptions({ ...terms, years: 0 }), null);
  t.is(americanOptions({ ...terms, rate: -0.01 }), null);
  t.is(americanOptions({ ...terms, dividends: [{ years: 0.05, amount: 620 }] }), null);
});
