import test from 'ava';
import { levelsOf } from '../../../src/market/levels/compute-levels.ts';
import { sumLevels } from '../../../src/market/levels/sum-levels.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { optionGreeks } from '../../../src/market/pricing/black-scholes.ts';
import { type FilledChain, fillChain } from '../../../src/market/pricing/chain-greeks.ts';
import type { Chain } from '../../../src/market/quotes/chain.ts';
import { assumptionsOn } from '../../support/assumptions.ts';
import { calendar, quotedChain } from '../../support/quoted-chain.ts';

const noon = newYorkInstant('2026-11-23', '12:00');
const today = '2026-11-23';
const tomorrow = '2026-11-24';

/** More calls the later the expiration: the sum's flip is another one than today's. */
function filledOf(expiration: string, at = noon, given: Partial<Chain> = {}): FilledChain {
  const isToday = expiration === today;
  const chain = quotedChain({
    ...{ expiration, at, spot: 670.3, atTheMoney: isToday ? 0.12 : 0.14 },
    change: ({ strike, optionType }) => ({
      openInterest: optionType === 'call' ? (strike > 668 ? 900 : 50) : isToday ? 700 : 200 + (strike % 7),
      volume: optionType === 'call' ? 300 : strike % 5 === 0 ? 800 : 20,
    }),
  });
  return fillChain({ ...chain, ...given }, assumptionsOn(calendar));
}

const summand = (filled: FilledChain) => ({ expiration: filled.chain.expiration, filled });
const sumOf = (...chains: FilledChain[]) => sumLevels('SPY', chains.map(summand), 'naive');

test('the sum of one chain is its own levels', (t) => {
  const filled = filledOf(tomorrow);
  const own = levelsOf(filled, {
    ...{ session: calendar.sessionOn(tomorrow), dealerSign: 'naive', opening: null },
  });
  const sum = sumOf(filled);
  t.deepEqual(sum.byOpenInterest, own.byOpenInterest);
  t.deepEqual(sum.byVolume, own.byVolume);
  t.true(own.byOpenInterest!.gammaFlip !== null);
  t.deepEqual(sum.putCallRatio, own.putCallRatio);
  t.deepEqual(sum.profile.byOpenInterest, own.profile!.byOpenInterest);
  t.like(sum, { spot: own.spot, spotAt: own.spotAt, quotedAt: own.quotedAt, tier: own.tier });
  t.deepEqual(
    sum.expirations.map(({ expiration }) => expiration),
    [tomorrow],
  );
});

test('two chains add up strike by strike, each with its own spot', (t) => {
  const first = filledOf(today);
  const second = filledOf(tomorrow, noon + 40_000, { underlyingPrice: 670.8 });
  const [one, other, both] = [sumOf(first), sumOf(second), sumOf(second, first)];
  t.deepEqual(
    both.expirations.map(({ expiration, spot, quotedAt }) => [expiration, spot, quotedAt]),
    [
      [today, 670.3, noon],
      [tomorrow, 670.8, noon + 40_000],
    ],
  );
  for (const weight of ['byOpenInterest', 'byVolume'] as const) {
    const bars = new Map(both.profile[weight].map((bar) => [bar.strike, bar]));
    t.true(bars.size > 50);
    for (const { strike, call, put } of one.profile[weight]) {
      const added = other.profile[weight].find((bar) => bar.strike === strike);
      const near = (a: number | null, b: number) => Math.abs((a ?? 0) - b) <= 1e-9 * Math.abs(b);
      t.true(near(bars.get(strike)!.call, (call ?? 0) + (added?.call ?? 0)), `${weight} ${strike}`);
      t.true(near(bars.get(strike)!.put, (put ?? 0) + (added?.put ?? 0)), `${weight} ${strike}`);
    }
    for (const value of ['delta', 'vega'] as const) {
      const expected = one[weight]![value]! + other[weight]![value]!;
      t.true(Math.abs(both[weight]![value]! / expected - 1) < 1e-9, value);
    }
  }
  const calls = [first, second].flatMap(({ chain }) => chain.contracts);
  const volume = (type: string) =>
    calls.reduce((sum, one) => sum + (one.optionType === type ? one.volume! : 0), 0);
  t.is(both.putCallRatio.volume, volume('put') / volume('call'));
});

test('the flip of the sum is where gamma, re-priced apart with each chain’s own time, changes its sign', (t) => {
  const chains = [filledOf(today), filledOf(tomorrow)];
  const flip = sumOf(...chains).byOpenInterest!.gammaFlip!;
  for (const one of chains) t.true(Math.abs(sumOf(one).byOpenInterest!.gammaFlip! - flip) > 0.05);
  const gammaAt = (spot: number) =>
    chains.reduce((total, { trading, terms }) => {
      const ofChain = trading.reduce((sum, { strike, optionType, impliedVolatility, openInterest }) => {
        if (impliedVolatility === null) return sum;
        const { gamma } = optionGreeks({
          ...{ ...terms!, spot, strike, optionType, volatility: impliedVolatility },
        })!;
        return sum + (optionType === 'call' ? 1 : -1) * gamma * openInterest!;
      }, 0);
      return total + ofChain;
    }, 0);
  t.true(Math.sign(gammaAt(flip - 0.01)) === -Math.sign(gammaAt(flip + 0.01)), String(flip));
});

test('what is too old, unpriced, missing or of another spot is left out and named', (t) => {
  const ended = filledOf(today, noon, { underlyingPrice: null });
  const old = filledOf('2026-11-25', noon - 5 * 60_000);
  const parity = filledOf('2026-11-27', noon, { underlyingPriceSource: 'parity' });
  const newest = filledOf(tomorrow, noon + 1);
  const sum = sumLevels(
    'SPY',
    [...[ended, old, parity, newest].map(summand), { expiration: '2026-11-30', filled: null }],
    'naive',
  );
  t.deepEqual(
    sum.leftOut.map(({ expiration, reason, behindMs }) => [expiration, reason, behindMs]),
    [
      [today, 'unpriced', 1],
      ['2026-11-25', 'old', 300_001],
      ['2026-11-27', 'other-spot-source', 1],
      ['2026-11-30', 'no-chain', null],
    ],
  );
  t.deepEqual(sum.byOpenInterest, sumOf(newest).byOpenInterest);
  t.like(sumOf(ended), { expirations: [], byOpenInterest: null, byVolume: null, spot: null });
});

test('of two chains of one expiration the newer counts, not both', (t) => {
  const newer = filledOf(tomorrow, noon + 60_000);
  t.deepEqual(sumOf(filledOf(tomorrow), newer), sumOf(newer));
});
