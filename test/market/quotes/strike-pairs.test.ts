import test from 'ava';
import { strikePairs } from '../../../src/market/quotes/strike-pairs.ts';
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

test('two series of one strike are two pairs', (t) => {
  const of = (root: string, type: 'call' | 'put') => ({
    ...contract(type, 6600),
    symbol: `${root}261218${type === 'call' ? 'C' : 'P'}06600000`,
  });
  const chain = [of('SPXW', 'put'), of('SPX', 'call'), of('SPXW', 'call')];
  t.deepEqual(
    strikePairs(chain).map(({ root, strike, call, put }) => [root, strike, call !== null, put !== null]),
    [
      ['SPX', 6600, true, false],
      ['SPXW', 6600, true, true],
    ],
  );
});
