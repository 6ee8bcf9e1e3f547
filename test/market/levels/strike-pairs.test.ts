import test from 'ava';
import { interpolated, interpolatedNear, strikePairs } from '../../../src/market/levels/strike-pairs.ts';
import { contract } from '../synthetic-chain.ts';

test('contracts are paired by strike, lowest first, whatever their order', (t) => {
  const chain = [contract('put', 101), contract('call', 102), contract('put', 100), contract('call', 101)];
  t.deepEqual(
    strikePairs(chain).map(({ strike, call, put }) => [strike, call?.symbol ?? null, put?.symbol ?? null]),
    [
      [100, null, 'SPY261123P00100000'],
      [101, 'SPY261123C00101000', 'SPY261123P00101000'],
      [102, 'SPY261123C00102000', null],
    ],
  );
});

test('a value is interpolated between its neighbours and never guessed outside them', (t) => {
  const points = [
    { x: 1, y: 10 },
    { x: 2, y: 20 },
    { x: 4, y: 0 },
  ];
  t.is(interpolated(points, 1.5), 15);
  t.is(interpolated(points, 3), 10);
  t.is(interpolated(points, 1), 10);
  t.is(interpolated(points, 4), 0);
  t.is(interpolated(points, 0.9), null);
  t.is(interpolated(points, 4.1), null);
  t.is(interpolated([], 1), null);
});

test('strikes without a value are passed over, but not many of them', (t) => {
  const points = [10, null, null, 40, null, null, null, 80].map((y, x) => ({ x, y }));
  t.is(interpolatedNear(points, 1.5), 25);
  t.is(interpolatedNear(points, 3), 40);
  t.is(interpolatedNear(points, 5), null, 'three strikes in between say nothing');
  t.is(interpolatedNear(points, 7), 80);
  t.is(interpolatedNear(points, 7.1), null);
  t.is(interpolatedNear(points, -1), null);
});
