import test from 'ava';
import { maxPain } from '../../../src/market/levels/max-pain.ts';
import { contract } from '../synthetic-chain.ts';

test('max pain is the strike where holders are paid least', (t) => {
  const open: [number, number, number][] = [
    [95, 21, 9],
    [100, 33, 45],
    [105, 5, 25],
  ];
  const chain = open.flatMap(([strike, puts, calls]) => [
    contract('call', strike, { openInterest: calls }),
    contract('put', strike, { openInterest: puts }),
  ]);
  t.deepEqual(maxPain(chain), {
    strike: 100,
    payouts: [
      { strike: 95, payout: 21_500 },
      { strike: 100, payout: 7000 },
      { strike: 105, payout: 31_500 },
    ],
  });
});

test('open contracts count with the shares that they deliver', (t) => {
  const chain = [
    contract('call', 100, { openInterest: 50, sharesPerContract: 10 }),
    contract('put', 110, { openInterest: 10 }),
  ];
  t.deepEqual(maxPain(chain), {
    strike: 110,
    payouts: [
      { strike: 100, payout: 10_000 },
      { strike: 110, payout: 5000 },
    ],
  });
});

test('of equal strikes the lowest counts, and unknown open interest counts as none', (t) => {
  const chain = [
    contract('call', 100, { openInterest: 0 }),
    contract('call', 101, { openInterest: 7 }),
    contract('put', 99),
  ];
  t.is(maxPain(chain)?.strike, 99);
});

test('without open interest there is no max pain', (t) => {
  t.is(maxPain([contract('call', 100), contract('put', 100, { openInterest: 0 })]), null);
  t.is(maxPain([]), null);
});
