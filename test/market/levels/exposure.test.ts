import test from 'ava';
import { exposureOf, naiveDealerPosition } from '../../../src/market/levels/exposure.ts';
import { contract } from '../synthetic-chain.ts';

const chain = [
  contract('call', 595, { gamma: 0.01, delta: 0.7, vega: 0.1, openInterest: 100, volume: 10 }),
  contract('put', 595, { gamma: 0.01, delta: -0.3, vega: 0.1, openInterest: 900, volume: 20 }),
  contract('call', 600, { gamma: 0.02, delta: 0.5, vega: 0.2, openInterest: 500, volume: 4000 }),
  contract('put', 600, { gamma: 0.02, delta: -0.5, vega: 0.2, openInterest: 200, volume: 3000 }),
  contract('call', 605, { gamma: 0.01, delta: 0.3, vega: 0.1, openInterest: 1500, volume: 0 }),
];

test('gamma exposure is in dollars for a move of one per cent', (t) => {
  const exposure = exposureOf(chain, 600)!;
  // 0.02 · 500 · 100 · 600² · 0.01 = 3.6 million
  t.deepEqual(exposure.strikes, [
    { strike: 595, call: 360_000, put: -3_240_000, net: -2_880_000 },
    { strike: 600, call: 3_600_000, put: -1_440_000, net: 2_160_000 },
    { strike: 605, call: 5_400_000, put: 0, net: 5_400_000 },
  ]);
  t.deepEqual(exposure.gamma, { call: 9_360_000, put: -4_680_000, net: 4_680_000 });
});

test('a contract counts with the shares that it delivers', (t) => {
  const ten = chain.map((one) => ({ ...one, sharesPerContract: 10 }));
  const { gamma, delta, vega } = exposureOf(chain, 600)!;
  const small = exposureOf(ten, 600)!;
  t.deepEqual(small.gamma, { call: gamma.call / 10, put: gamma.put / 10, net: gamma.net / 10 });
  t.true(
    Math.abs(small.delta.net * 10 - delta.net) < 1e-6 && Math.abs(small.vega.net * 10 - vega.net) < 1e-6,
  );
  const mixed = chain.map((one) => (one.strike === 605 ? { ...one, sharesPerContract: 10 } : one));
  t.is(exposureOf(mixed, 600)!.callWall, 600);
});

test('walls are the strikes of most gamma a side, and of both sides together', (t) => {
  t.like(exposureOf(chain, 600), { callWall: 605, putWall: 595, absoluteGammaStrike: 605 });
});

test('volume weighs differently from open interest', (t) => {
  t.like(exposureOf(chain, 600, 'volume'), { callWall: 600, putWall: 600, absoluteGammaStrike: 600 });
});

test('delta and vega exposure have the dealers’ sign', (t) => {
  const { delta, vega } = exposureOf(chain.slice(2, 4), 600)!;
  // 0.5 · 500 · 100 · 600 and −1 · −0.5 · 200 · 100 · 600
  t.deepEqual(delta, { call: 15_000_000, put: 6_000_000, net: 21_000_000 });
  t.deepEqual(vega, { call: 10_000, put: -4000, net: 6000 });
});

test('the assumed position is the caller’s to change', (t) => {
  const naive = exposureOf(chain, 600)!;
  const reversed = exposureOf(chain, 600, 'openInterest', { call: -1, put: 1 })!;
  t.deepEqual(naiveDealerPosition, { call: 1, put: -1 });
  t.is(reversed.gamma.net, -naive.gamma.net);
  t.is(reversed.callWall, naive.callWall);
});

test('contracts without greeks or count are left out, and a chain of such has no exposure', (t) => {
  const known = exposureOf(
    [...chain, contract('put', 610, { gamma: 0.5 }), contract('put', 611, { openInterest: 9 })],
    600,
  )!;
  t.deepEqual(known, exposureOf(chain, 600)!);
  t.is(exposureOf([contract('call', 600, { gamma: 0.1 })], 600), null);
  t.is(exposureOf([], 600), null);
});

test('without gamma anywhere there are no walls', (t) => {
  t.like(exposureOf([contract('call', 600, { gamma: 0, openInterest: 5 })], 600), {
    gamma: { call: 0, put: 0, net: 0 },
    callWall: null,
    putWall: null,
    absoluteGammaStrike: null,
  });
});

test('of equal walls the one nearest to the spot counts', (t) => {
  const equal = [590, 599, 610].map((strike) => contract('call', strike, { gamma: 0.01, openInterest: 10 }));
  t.is(exposureOf(equal, 600)?.callWall, 599);
});
