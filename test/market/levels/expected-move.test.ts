import test from 'ava';
import { expectedMove, straddlePrice, usedFraction } from '../../../src/market/levels/expected-move.ts';
import { contract, syntheticChain } from '../synthetic-chain.ts';

const quoted = (price: number) => ({ bid: price - 0.01, ask: price + 0.01 });
const chain = [
  contract('call', 600, quoted(1.2)),
  contract('put', 600, quoted(0.8)),
  contract('call', 601, quoted(0.7)),
  contract('put', 601, quoted(1.3)),
  contract('call', 602, quoted(0.4)),
  contract('put', 602, quoted(2.2)),
];

const near = (value: number | null, expected: number) => value !== null && Math.abs(value - expected) < 1e-9;

test('the straddle is interpolated to the spot between its two strikes', (t) => {
  t.true(near(straddlePrice(chain, 600), 2));
  t.true(near(straddlePrice(chain, 601.25), 2 + 0.25 * 0.6));
});

test('a strike without a two-sided market on both sides is passed over', (t) => {
  const gappy = chain.map((one) =>
    one.strike === 601 && one.optionType === 'put' ? { ...one, bid: null } : one,
  );
  t.true(near(straddlePrice(gappy, 601), 2.3));
  t.is(straddlePrice(chain, 599.9), null);
  t.is(straddlePrice([], 600), null);
});

test('one deviation is named apart from the straddle and is about 1.253 times it', (t) => {
  const terms = { spot: 600, years: 390 / 525_600, rate: 0, dividendYield: 0 };
  const move = expectedMove(syntheticChain(terms, 0.01), { ...terms, volatility: 0.14 });
  t.true(Math.abs(move.oneSigma! - 600 * 0.14 * Math.sqrt(390 / 525_600)) < 1e-12);
  t.true(Math.abs(move.oneSigma! / move.straddle! - Math.sqrt(Math.PI / 2)) < 0.002);
});

test('what is not known is absent', (t) => {
  t.is(expectedMove(chain, { spot: 600, years: 0.001, volatility: null }).oneSigma, null);
  t.is(expectedMove([], { spot: 600, years: 0.001, volatility: 0.1 }).straddle, null);
  t.deepEqual(expectedMove(chain, { spot: 600, years: null, volatility: 0.1 }), {
    straddle: null,
    oneSigma: null,
  });
});

test('the used fraction compares the distance gone with the move', (t) => {
  t.is(usedFraction(4, 600, 603), 0.75);
  t.is(usedFraction(4, 600, 592), 2);
  t.is(usedFraction(null, 600, 603), null);
  t.is(usedFraction(0, 600, 603), null);
});
