import test from 'ava';
import { paritySpot } from '../../../../src/market/pricing/parity/parity-spot.ts';
import { terms as priced, syntheticChain } from '../../synthetic-chain.ts';

/** The chains are priced with a yield, which is worth so much until expiry. */
const worthOf = ({ spot, dividendYield, years }: typeof priced) =>
  spot * (1 - Math.exp(-dividendYield * years));
const terms = { ...priced, dividendsValue: worthOf(priced), quotedAt: null };

test('the spot is read from calls and puts around the money', (t) => {
  const read = paritySpot(syntheticChain(terms, 0.01), terms)!;
  t.true(Math.abs(read.spot - terms.spot) < 1e-9);
  t.is(read.strikes, 7);
});

test('one stale quote does not move it', (t) => {
  const chain = syntheticChain(terms, 0.01).map((one) =>
    one.strike === 670 && one.optionType === 'call' ? { ...one, bid: 1, ask: 1.02 } : one,
  );
  t.true(Math.abs(paritySpot(chain, terms)!.spot - terms.spot) < 1e-9);
});

test('interest and dividends are taken into account over a month', (t) => {
  const long = { ...priced, years: 30 / 365 };
  const month = { ...long, dividendsValue: worthOf(long), quotedAt: null };
  t.true(Math.abs(paritySpot(syntheticChain(month, 0.01), month)!.spot - terms.spot) < 1e-9);
});

test('fewer than three strikes with markets on both sides give no spot', (t) => {
  const few = syntheticChain(terms, 0.01).filter(({ strike }) => strike === 670 || strike === 671);
  t.is(paritySpot(few, terms), null);
  const callsOnly = syntheticChain(terms, 0.01).filter(({ optionType }) => optionType === 'call');
  t.is(paritySpot(callsOnly, terms), null);
});

test('quotes of another age are left out, and the newest of the others says when the spot was', (t) => {
  const now = Date.parse('2026-11-23T15:00:00Z');
  const chain = syntheticChain(terms, 0.01).map((one, index) => ({ ...one, quotedAt: now - index * 100 }));
  const old = (strike: number) => strike >= 668 && strike <= 672;
  const mixed = chain.map((one) =>
    one.optionType === 'call' && old(one.strike)
      ? { ...one, bid: 1, ask: 1.02, quotedAt: now - 7_200_000 }
      : one,
  );
  const read = paritySpot(mixed, { ...terms, quotedAt: now })!;
  t.true(Math.abs(read.spot - terms.spot) < 1e-9);
  t.true(read.quotedAt! <= now && read.quotedAt! > now - 5000);
  const undated = chain.map((one) => ({ ...one, quotedAt: null }));
  t.is(paritySpot(undated, { ...terms, quotedAt: now }), null);
});
