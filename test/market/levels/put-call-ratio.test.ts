import test from 'ava';
import { putCallRatio } from '../../../src/market/levels/put-call-ratio.ts';
import { contract } from '../synthetic-chain.ts';

const chain = [
  contract('put', 100, { volume: 2_604_000, openInterest: 30 }),
  contract('put', 101, { volume: 381, openInterest: 10 }),
  contract('call', 100, { volume: 3_334_848, openInterest: 20 }),
  contract('call', 101),
];

test('the ratio is of puts to calls', (t) => {
  const { puts, calls, ratio } = putCallRatio(chain, 'volume');
  t.deepEqual([puts, calls], [2_604_381, 3_334_848]);
  t.is(ratio?.toFixed(2), '0.78');
  t.is(putCallRatio(chain, 'openInterest').ratio, 2);
});

test('calls without a single put are a ratio of 0, and puts of which nothing is known are none', (t) => {
  const quiet = [contract('put', 100, { volume: 0 }), contract('call', 100, { volume: 7 })];
  t.is(putCallRatio(quiet, 'volume').ratio, 0);
  t.is(putCallRatio([contract('put', 100), contract('call', 100, { volume: 7 })], 'volume').ratio, null);
});

test('without calls there is no ratio', (t) => {
  t.deepEqual(putCallRatio(chain.slice(0, 2), 'volume'), { puts: 2_604_381, calls: 0, ratio: null });
  t.deepEqual(putCallRatio([], 'volume'), { puts: 0, calls: 0, ratio: null });
});
