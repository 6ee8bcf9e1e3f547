import test from 'ava';
import { normalCdf } from '../../../src/market/pricing/normal-distribution.ts';
import { atTheMoneyVolatility, skewOf } from '../../../src/market/levels/skew.ts';

const terms = { spot: 600, years: 120 / 525_600, rate: 0, dividendYield: 0 };

/** Volatility falls by half a point a dollar. */
const volatilityAt = (strike: number) => 0.15 - 0.005 * (strike - 600);
const smileOf = (...strikes: number[]) =>
  strikes.map((strike) => ({ strike, volatility: volatilityAt(strike) }));

const near = (value: number | null | undefined, expected: number, by = 1e-12) =>
  value !== null && value !== undefined && Math.abs(value - expected) < by;

test('at-the-money volatility is interpolated between the nearest strikes', (t) => {
  const smile = [...smileOf(598, 600), { strike: 601, volatility: null }, ...smileOf(602)];
  t.true(near(atTheMoneyVolatility(smile, 600), 0.15));
  t.true(near(atTheMoneyVolatility(smile, 601), 0.145));
  t.is(atTheMoneyVolatility(smile, 597), null);
  t.is(atTheMoneyVolatility([], 600), null);
});

/** Strike and volatility at which an option out of the money has a delta of a quarter, found step by step. */
function atQuarter(direction: 1 | -1): number {
  for (let strike = 600; ; strike += direction * 1e-4) {
    const deviation = volatilityAt(strike) * Math.sqrt(terms.years);
    const d1 = Math.log(600 / strike) / deviation + deviation / 2;
    if (normalCdf(direction * d1) <= 0.25) return volatilityAt(strike);
  }
}

test('the 25-delta skew is that of the smile', (t) => {
  const strikes = Array.from({ length: 21 }, (_, index) => 595 + index / 2);
  const skew = skewOf(smileOf(...strikes), terms);
  t.true(near(skew?.put, atQuarter(-1), 2e-4));
  t.true(near(skew?.call, atQuarter(1), 2e-4));
  t.is(skew?.difference, skew!.put - skew!.call);
});

test('only strikes out of the money count, and the volatility at the money for 50 delta', (t) => {
  // 602 has a delta of 0.17: between it and the money lies the quarter.
  const skew = skewOf(smileOf(596, 598, 599, 601, 602, 603), terms);
  t.true(near(skew?.call, atQuarter(1), 1e-3));
  const wild = [{ strike: 598.5, volatility: 4 }, ...smileOf(599, 601, 602, 603)];
  t.true(near(skewOf(wild, terms)?.call ?? skew?.call, skew!.call), 'a put’s volatility is none of a call’s');
});

test('where the deltas around 25 are far apart there is no skew', (t) => {
  const late = { ...terms, years: 5 / 525_600 };
  t.is(skewOf(smileOf(598, 599, 600, 601, 602), late), null);
  t.is(skewOf(smileOf(595, 600, 605), terms), null);
});

test('without strikes on both sides of 25 delta there is none either', (t) => {
  t.is(skewOf(smileOf(600, 601, 602, 603), terms), null);
  t.is(skewOf(smileOf(597, 598, 599, 600), terms), null);
  t.is(skewOf([], terms), null);
  t.is(
    skewOf(
      smileOf(597, 598, 599, 600).map(({ strike }) => ({ strike, volatility: null })),
      terms,
    ),
    null,
  );
});
