import test from 'ava';
import { interpolated, strikePairs } from '../../src/market/strike-pairs.ts';
import { contract } from './synthetic-chain.ts';

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
