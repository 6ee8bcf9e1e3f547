import test from 'ava';
import { paritySpot } from '../../../src/market/pricing/parity-spot.ts';
import { world as priced, syntheticChain } from '../synthetic-chain.ts';

const world = { ...priced, quotedAt: null };

test('the spot is read from calls and puts around the money', (t) => {
  const read = paritySpot(syntheticChain(world, 0.01), world)!;
  t.true(Math.abs(read.spot - world.spot) < 1e-9);
  t.is(read.strikes, 7);
});

test('one stale quote does not move it', (t) => {
  const chain = syntheticChain(world, 0.01).map((one) =>
    one.strike === 670 && one.optionType === 'call' ? { ...one, bid: 1, ask: 1.02 } : one,
  );
  t.true(Math.abs(paritySpot(chain, world)!.spot - world.spot) < 1e-9);
});

test('interest and dividends are taken into account over a month', (t) => {
  const month = { ...world, years: 30 / 365 };
  t.true(Math.abs(paritySpot(syntheticChain(month, 0.01), month)!.spot - world.spot) < 1e-9);
});

test('fewer than three strikes with markets on both sides give no spot', (t) => {
  const few = syntheticChain(world, 0.01).filter(({ strike }) => strike === 670 || strike === 671);
  t.is(paritySpot(few, world), null);
  const callsOnly = syntheticChain(world, 0.01).filter(({ optionType }) => optionType === 'call');
  t.is(paritySpot(callsOnly, world), null);
});

test('quotes of another age are left out, and the newest of the others says when the spot was', (t) => {
  const now = Date.parse('2026-11-23T15:00:00Z');
  const chain = syntheticChain(world, 0.01).map((one, index) => ({ ...one, quotedAt: now - index * 100 }));
  const old = (strike: number) => strike >= 668 && strike <= 672;
  const mixed = chain.map((one) =>
    one.optionType === 'call' && old(one.strike)
      ? { ...one, bid: 1, ask: 1.02, quotedAt: now - 7_200_000 }
      : one,
  );
  const read = paritySpot(mixed, { ...world, quotedAt: now })!;
  t.true(Math.abs(read.spot - world.spot) < 1e-9);
  t.true(read.quotedAt! <= now && read.quotedAt! > now - 5000);
  const undated = chain.map((one) => ({ ...one, quotedAt: null }));
  t.is(paritySpot(undated, { ...world, quotedAt: now }), null);
});
