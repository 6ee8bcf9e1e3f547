import test from 'ava';
import { atTheMoneyVolatility, skewOf, smile } from '../../src/market/skew.ts';
import { contract } from './synthetic-chain.ts';

const chain = [
  contract('call', 598, { impliedVolatility: 0.19, delta: 0.8 }),
  contract('put', 598, { impliedVolatility: 0.18, delta: -0.2 }),
  contract('call', 600, { impliedVolatility: 0.14, delta: 0.52 }),
  contract('put', 600, { impliedVolatility: 0.16, delta: -0.48 }),
  contract('call', 602, { impliedVolatility: 0.12, delta: 0.3 }),
  contract('put', 602, { impliedVolatility: 0.13, delta: -0.7 }),
  contract('call', 604, { impliedVolatility: 0.1, delta: 0.2 }),
];

const near = (value: number | null | undefined, expected: number) =>
  value !== null && value !== undefined && Math.abs(value - expected) < 1e-12;

test('the smile takes the put below the spot, the call above it, and both at it', (t) => {
  const points = smile(chain, 600);
  t.deepEqual(
    points.map(({ strike, volatility }) => [strike, Number(volatility.toFixed(6))]),
    [
      [598, 0.18],
      [600, 0.15],
      [602, 0.12],
      [604, 0.1],
    ],
  );
  t.deepEqual(smile([contract('call', 590, { impliedVolatility: 0.3 }), contract('put', 610)], 600), [
    { strike: 590, volatility: 0.3 },
  ]);
});

test('at-the-money volatility is interpolated between the nearest strikes', (t) => {
  t.true(near(atTheMoneyVolatility(chain, 600), 0.15));
  t.true(near(atTheMoneyVolatility(chain, 601), (0.15 + 0.125) / 2));
  t.is(atTheMoneyVolatility(chain, 597), null);
  t.is(atTheMoneyVolatility([], 600), null);
});

test('the 25-delta skew is interpolated in delta on each side', (t) => {
  const skew = skewOf(chain);
  const put = 0.18 + ((0.16 - 0.18) * (0.25 - 0.2)) / (0.48 - 0.2);
  t.true(near(skew?.put, put));
  t.true(near(skew?.call, 0.11));
  t.true(near(skew?.difference, put - 0.11));
});

test('without two strikes around 25 delta on each side there is no skew', (t) => {
  t.is(skewOf(chain.filter(({ optionType, strike }) => optionType === 'call' || strike === 598)), null);
  t.is(skewOf(chain.filter(({ strike }) => strike < 604)), null);
  t.is(skewOf([]), null);
});
