import { assumptionsOn, rates } from '../../support/assumptions.ts';
import test from 'ava';
import { fillChain } from '../../../src/market/pricing/chain-greeks.ts';
import { levelsOf } from '../../../src/market/levels/compute-levels.ts';
import { openingMoveOf } from '../../../src/market/levels/opening-move.ts';
import { inventedChain } from '../../support/invented-chain.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { modelVersion } from '../../../src/market/pricing/model-version.ts';
import type { Chain, OptionQuote } from '../../../src/market/quotes/chain.ts';
import { exposureOf, naiveDealerPosition } from '../../../src/market/levels/exposure.ts';
import type { Levels, OpeningMove } from '../../../src/market/levels/levels.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';

const calendar = createCalendar();

function chainAt(date: string, time: string, spot = 670.3): Chain {
  return inventedChain(calendar.sessionOn(date)!, newYorkInstant(date, time), spot);
}

function levels(
  chain: Chain,
  changes: { opening?: OpeningMove; dealerSign?: 'short' | 'inverted' } = {},
): Levels {
  return levelsOf(fillChain(chain, assumptionsOn(calendar)), {
    session: calendar.sessionOn(chain.expiration),
    dealerSign: 'naive',
    opening: null,
    ...changes,
  });
}

/** Every number in an object, with its path. */
function numbersIn(value: unknown, path = ''): [string, number][] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => numbersIn(inner, `${path}.${key}`));
}

const trueZero = /\.counts\.|\.(used|oneSigmaUsed|spreadPercent|gammaFlips|dividends)$/;

function without(chain: Chain, changes: Partial<OptionQuote>): Chain {
  return { ...chain, contracts: chain.contracts.map((contract) => ({ ...contract, ...changes })) };
}

test('a chain in mid-session has every level, and each is a sensible number', (t) => {
  const chain = chainAt('2026-11-23', '13:00');
  const found = levels(chain);
  t.is(found.minutesToRegularClose, 180);
  t.is(found.minutesToOptionClose, 195);
  t.is(found.yearsToExpiry, 195 / 525_600);
  t.deepEqual(found.counts, {
    contracts: 400,
    vendor: 0,
    model: 400 - found.counts.refused,
    refused: found.counts.refused,
    ...{ old: 0, crossed: 0, oneSided: found.counts.oneSided },
    ...{ extended: found.counts.extended, dropped: 0 },
  });
  t.true(found.counts.model > 100 && found.counts.oneSided! > 100 && found.counts.extended! > 100);
  t.like(found, { modelVersion, quotedAt: chain.timestamp, spotAt: chain.timestamp });
  for (const side of [found.byOpenInterest!, found.byVolume!]) {
    t.true(side.gamma.call! > 0 && side.gamma.put! < 0);
    t.true(Math.abs(side.gamma.net! - (side.gamma.call! + side.gamma.put!)) < 1e-3 * side.gamma.call!);
    t.true(Math.abs(side.callWall! - 670.3) <= 10 && Math.abs(side.putWall! - 670.3) <= 10);
    t.true(Math.abs(side.gammaFlip! - 670.3) < 30);
  }
  t.true(Math.abs(found.maxPain! - 670.3) < 20);
  const { straddle, oneSigma, opening, used } = found.expectedMove;
  t.true(oneSigma! > straddle! && Math.abs(oneSigma! / straddle! - 1.253) < 0.05);
  t.deepEqual(opening, {
    straddle: straddle!,
    oneSigma: Math.round(oneSigma! * 1e6) / 1e6,
    reference: 670.3,
    since: chain.timestamp,
  });
  t.is(used, 0);
  const { atTheMoney, put25, call25, skew } = found.volatility;
  t.true(Math.abs(atTheMoney! - 0.14) < 0.01);
  t.true(put25! > call25!);
  t.is(skew, put25! - call25!);
  t.is(found.atTheMoney?.strike, 670);
  t.true(found.atTheMoney!.call!.thetaDollarsPerMinute! > 0);
  t.true(found.atTheMoney!.put!.spreadPercent! > 0);
  for (const [path, value] of numbersIn(found)) {
    t.true(Number.isFinite(value), path);
    if (!trueZero.test(path)) t.not(value, 0, path);
  }
});

test('the bars by strike add up to the totals, and the walls are the longest of them', (t) => {
  const found = levels(chainAt('2026-11-23', '13:00'));
  for (const [side, bars] of [
    [found.byOpenInterest!, found.profile!.byOpenInterest],
    [found.byVolume!, found.profile!.byVolume],
  ] as const) {
    const sum = (of: 'call' | 'put') => bars.reduce((total, bar) => total + (bar[of] ?? 0), 0);
    t.true(Math.abs(sum('call') / side.gamma.call! - 1) < 1e-12);
    t.true(Math.abs(sum('put') / side.gamma.put! - 1) < 1e-12);
    const longest = (of: 'call' | 'put') =>
      bars.reduce((best, bar) => (Math.abs(bar[of] ?? 0) > Math.abs(best[of] ?? 0) ? bar : best)).strike;
    t.is(side.callWall, longest('call'));
    t.is(side.putWall, longest('put'));
  }
  const strikes = found.profile!.smile.map(({ strike }) => strike);
  t.deepEqual(
    strikes,
    strikes.toSorted((a, b) => a - b),
  );
});

test('the flip is where the total changes sign when the chain is priced anew on either side of it', (t) => {
  const chain = chainAt('2026-11-23', '13:00');
  const found = levels(chain);
  const flip = found.byOpenInterest!.gammaFlip!;
  const netAt = (spot: number) => {
    const volatilities = new Map(
      fillChain(chain, assumptionsOn(calendar)).chain.contracts.map((contract) => [
        contract.symbol,
        contract.impliedVolatility,
      ]),
    );
    const priced = chain.contracts.map((contract) => {
      const volatility = volatilities.get(contract.symbol) ?? null;
      if (volatility === null) return { ...contract, gamma: null };
      const deviation = volatility * Math.sqrt(found.yearsToExpiry!);
      const drift = (rates.rate - rates.dividendYield + volatility ** 2 / 2) * found.yearsToExpiry!;
      const d1 = (Math.log(spot / contract.strike) + drift) / deviation;
      return { ...contract, gamma: Math.exp(-(d1 ** 2) / 2) / (spot * deviation) };
    });
    return exposureOf(priced, spot, 'openInterest', naiveDealerPosition)!.gamma.net;
  };
  t.not(Math.sign(netAt(flip - 0.01)), Math.sign(netAt(flip + 0.01)));
});

test('a dealer sign of short leaves no flip, and the inverted one turns every sign round', (t) => {
  const chain = chainAt('2026-11-23', '13:00');
  const naive = levels(chain).byOpenInterest!;
  const short = levels(chain, { dealerSign: 'short' });
  t.is(short.byOpenInterest!.gammaFlip, null);
  t.true(short.byOpenInterest!.gamma.call! < 0 && short.byOpenInterest!.gamma.put! < 0);
  t.is(short.assumptions.dealerSign, 'short');
  const inverted = levels(chain, { dealerSign: 'inverted' }).byOpenInterest!;
  t.is(inverted.gamma.net, -naive.gamma.net!);
  t.is(inverted.gammaFlip, naive.gammaFlip);
  t.is(inverted.callWall, naive.callWall);
});

test('an early close moves every clock', (t) => {
  const found = levels(chainAt('2026-11-27', '12:15'));
  t.is(found.minutesToRegularClose, 45);
  t.is(found.minutesToOptionClose, 60);
  t.is(found.yearsToExpiry, 60 / 525_600);
  t.true(found.expectedMove.oneSigma! < levels(chainAt('2026-11-23', '12:15')).expectedMove.oneSigma!);
});

for (const { time, minutes, spot } of [
  { time: '16:00:00', minutes: 15, spot: 670.3 },
  { time: '16:14:00', minutes: 1, spot: 670.1 },
]) {
  test(`at ${time} the options still have ${minutes.toFixed(3)} minutes, and nothing is infinite or 0`, (t) => {
    const found = levels(chainAt('2026-11-23', time, spot));
    t.is(found.minutesToRegularClose, null);
    t.true(Math.abs(found.minutesToOptionClose! - minutes) < 1e-9);
    t.not(found.byOpenInterest, null);
    for (const [path, value] of numbersIn(found)) {
      t.true(Number.isFinite(value), path);
      if (!trueZero.test(path)) t.not(value, 0, path);
    }
  });
}

test('in the last seconds between two strikes nobody bids for either, and nothing is known', (t) => {
  const found = levels(chainAt('2026-11-23', '16:14:59'));
  t.true(Math.abs(found.minutesToOptionClose! - 1 / 60) < 1e-9);
  t.like(found, { byOpenInterest: null, byVolume: null });
  t.deepEqual(found.volatility, { atTheMoney: null, day: null, put25: null, call25: null, skew: null });
  t.is(found.expectedMove.oneSigma, null);
  t.is(found.counts.refused, 400);
  t.not(found.maxPain, null);
});

for (const [date, time] of [
  ['2026-11-23', '16:15:00'],
  ['2026-11-23', '16:40:00'],
  ['2026-11-27', '13:15:00'],
] as const) {
  test(`from the option close on (${date} ${time}) there is no time, and nothing that needs any`, (t) => {
    const open = chainAt(date, '10:00');
    const opening = levels(open).expectedMove.opening!;
    const chain = { ...open, timestamp: newYorkInstant(date, time) };
    const found = levels(chain, { opening });
    t.like(found, { yearsToExpiry: null, minutesToOptionClose: null, minutesToRegularClose: null });
    t.like(found, { byOpenInterest: null, byVolume: null, atTheMoney: null });
    t.deepEqual(found.volatility, { atTheMoney: null, day: null, put25: null, call25: null, skew: null });
    t.deepEqual(found.expectedMove, {
      ...{ straddle: null, straddleSpread: null, oneSigma: null },
      ...{ opening, used: 0, oneSigmaUsed: 0 },
    });
    t.deepEqual(found.profile, { modelVersion, byOpenInterest: [], byVolume: [], smile: [] });
    t.is(found.counts.refused, 400);
    t.not(found.maxPain, null);
    t.not(found.putCallRatio.openInterest, null);
  });
}

test('without a spot only what needs none is there', (t) => {
  const found = levels({
    ...chainAt('2026-11-23', '13:00'),
    underlyingPrice: null,
    underlyingPriceSource: null,
  });
  t.like(found, { spot: null, spotSource: null, byOpenInterest: null, byVolume: null, atTheMoney: null });
  t.is(found.expectedMove.opening, null);
  t.not(found.maxPain, null);
});

test('counts of 0 and unknown counts give no exposure, ratio or max pain', (t) => {
  for (const count of [0, null]) {
    const found = levels(without(chainAt('2026-11-23', '13:00'), { volume: count, openInterest: count }));
    t.like(found, { byOpenInterest: null, byVolume: null, maxPain: null });
    t.deepEqual(found.putCallRatio, { volume: null, openInterest: null });
    t.not(found.volatility.atTheMoney, null);
  }
});

test('a plan without bid and ask has the vendor’s greeks and no straddle', (t) => {
  const filled = fillChain(chainAt('2026-11-23', '13:00'), assumptionsOn(calendar)).chain;
  const vendor = filled.contracts.map((contract) => ({
    ...contract,
    ...{ bid: null, ask: null, greeksSource: contract.greeksSource && ('vendor' as const) },
  }));
  const found = levels({ ...filled, contracts: vendor });
  t.is(found.counts.model, 0);
  t.true(found.counts.vendor > 100);
  t.not(found.byOpenInterest, null);
  t.deepEqual(found.expectedMove, {
    straddle: null,
    straddleSpread: null,
    oneSigma: found.expectedMove.oneSigma,
    opening: null,
    used: null,
    oneSigmaUsed: null,
  });
  t.not(found.expectedMove.oneSigma, null);
  t.like(found.atTheMoney!.call, { spreadPercent: null, market: 'none', thetaPercentPerMinute: null });
});

test('a date without a session has no time to expiry', (t) => {
  const chain = { ...chainAt('2026-11-23', '13:00'), expiration: '2026-11-26' };
  t.like(levels(chain), { closes: null, yearsToExpiry: null, byOpenInterest: null });
});

test('today’s expected move is the first straddle quoted since the bell, and how much of it is used', (t) => {
  const session = calendar.sessionOn('2026-11-23')!;
  const stale = without(chainAt('2026-11-23', '09:31'), { quotedAt: session.open - 1 });
  const openingOf = (chain: Chain) => openingMoveOf(fillChain(chain, assumptionsOn(calendar)), session);
  t.is(openingOf(stale), null, 'quotes of before the bell');
  t.is(openingOf(chainAt('2026-11-23', '09:29')), null, 'before the session');
  t.is(openingOf({ ...stale, timestamp: session.optionClose }), null, 'after it');

  const first = levels(chainAt('2026-11-23', '09:31', 670));
  const { opening } = first.expectedMove;
  const later = levels(chainAt('2026-11-23', '11:00', 673), { opening: opening! });
  t.deepEqual(later.expectedMove.opening, opening);
  t.is(later.expectedMove.used, 3 / opening!.straddle);
  t.not(later.expectedMove.straddle, opening!.straddle);
});
