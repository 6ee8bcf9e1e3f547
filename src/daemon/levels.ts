import type { Chain, OptionQuote } from '../market/chain.ts';
import { type DealerSign, dealerPositions } from '../market/dealer-sign.ts';
import { expectedMove, straddlePrice, usedFraction } from '../market/expected-move.ts';
import { expiryClocks } from '../market/expiry-clocks.ts';
import { type Exposure, exposureOf, type StrikeExposure } from '../market/exposure.ts';
import { gammaFlip } from '../market/gamma-flip.ts';
import { maxPain } from '../market/max-pain.ts';
import { putCallRatio } from '../market/put-call-ratio.ts';
import type { Session } from '../market/session.ts';
import { atTheMoneyVolatility, skewOf, smile } from '../market/skew.ts';
import { spreadOf } from '../market/spread.ts';
import { type ContractWeight, strikePairs } from '../market/strike-pairs.ts';
import { thetaBurn } from '../market/theta-burn.ts';
import { yearsToExpiry } from '../market/years-to-expiry.ts';
import type {
  AtTheMoneySide,
  ChainMetrics,
  ExposureLevels,
  Levels,
  LevelsProfile,
  OpeningMove,
  StrikeBar,
} from '../protocol/levels.ts';
import type { FilledChain } from './greeks.ts';

export interface LevelsTerms {
  /** Session of the chain's expiration; `null` when that date has none. */
  session: Pick<Session, 'open' | 'close' | 'optionClose'> | null;
  /** Continuously compounded and annual, as fractions. */
  rate: number;
  dividendYield: number;
  dealerSign: DealerSign;
  /** As an earlier poll of the session measured it; `null` lets this chain measure it, if it can. */
  opening: OpeningMove | null;
}

interface Priced {
  spot: number;
  years: number;
}

/** Every level of a chain whose greeks are filled. Depends on nothing but its arguments. */
export function levelsOf({ chain, refusals }: FilledChain, terms: LevelsTerms): Levels {
  const { session, dealerSign } = terms;
  const { contracts, timestamp } = chain;
  const spot = positive(chain.underlyingPrice);
  const years = session && yearsToExpiry(timestamp, session.optionClose);
  const priced = spot !== null && years !== null ? { spot, years } : null;
  const exposure = (weight: ContractWeight) =>
    priced && exposureOf(contracts, priced.spot, weight, dealerPositions[dealerSign]);
  const byOpenInterest = exposure('openInterest');
  const byVolume = exposure('volume');
  const opening = terms.opening ?? openingMoveOf(chain, session);
  const volatility = priced && positive(atTheMoneyVolatility(contracts, priced.spot));
  const move = priced && expectedMove(contracts, { ...priced, volatility });
  const skew = priced && skewOf(contracts);
  const bySource = (source: OptionQuote['greeksSource']) =>
    priced ? contracts.filter(({ greeksSource }) => greeksSource === source).length : 0;

  return {
    underlying: chain.underlying,
    expiration: chain.expiration,
    timestamp,
    spot,
    spotSource: spot === null ? null : chain.underlyingPriceSource,
    spotAt: spot === null ? null : chain.underlyingPriceAt,
    quotedAt: null,
    modelVersion: 1,
    tier: chain.tier,
    source: chain.source,
    ...expiryClocks(session && { regular: session.close, option: session.optionClose }, timestamp),
    byOpenInterest: levelsOfExposure(contracts, byOpenInterest, 'openInterest', priced, terms),
    byVolume: levelsOfExposure(contracts, byVolume, 'volume', priced, terms),
    maxPain: maxPain(contracts)?.strike ?? null,
    putCallRatio: {
      volume: positive(putCallRatio(contracts, 'volume').ratio),
      openInterest: positive(putCallRatio(contracts, 'openInterest').ratio),
    },
    expectedMove: {
      straddle: positive(move?.straddle),
      oneSigma: positive(move?.oneSigma),
      opening,
      used: opening && spot !== null ? usedFraction(opening.straddle, opening.reference, spot) : null,
    },
    volatility: {
      atTheMoney: volatility,
      put25: skew?.put ?? null,
      call25: skew?.call ?? null,
      skew: skew?.difference ?? null,
    },
    atTheMoney: priced && nearestStrike(contracts, priced.spot),
    counts: {
      contracts: contracts.length,
      vendor: bySource('vendor'),
      model: bySource('model'),
      refused: priced ? refusals.length : contracts.length,
      old: null,
      crossed: null,
      oneSided: null,
      extended: null,
      dropped: null,
    },
    assumptions: {
      dealerSign,
      openInterest: 'previous day',
      timeConvention: 'calendar minutes to the option close',
    },
    profile: profileOf(contracts, byOpenInterest, byVolume, priced),
  };
}

/**
 * The straddle of a chain as the move that its session begins with. `null` outside of the session, without two-sided
 * markets around the spot, or while the contracts around it still carry quotes from before the opening bell, as they do
 * at first, and for a quarter of an hour on a delayed plan: last night's straddle holds last night's time value.
 */
export function openingMoveOf(chain: Chain, session: LevelsTerms['session']): OpeningMove | null {
  const { timestamp, underlyingPrice: spot, contracts } = chain;
  if (!session || spot === null || timestamp < session.open || timestamp >= session.optionClose) return null;
  const straddle = straddlePrice(contracts, spot);
  const quotedSince = contracts.filter(({ quotedAt }) => quotedAt === null || quotedAt >= session.open);
  if (straddle === null || straddlePrice(quotedSince, spot) !== straddle) return null;
  return { straddle, reference: spot, since: timestamp };
}

function levelsOfExposure(
  contracts: readonly OptionQuote[],
  exposure: Exposure | null,
  weight: ContractWeight,
  priced: Priced | null,
  { rate, dividendYield, dealerSign }: LevelsTerms,
): ExposureLevels | null {
  // All zero before the first trade, or where only contracts without gamma are held: nothing is known of it then.
  if (!exposure || !priced || exposure.absoluteGammaStrike === null) return null;
  const { gamma, delta, vega, callWall, putWall, absoluteGammaStrike } = exposure;
  return {
    gamma: { call: nonZero(gamma.call), put: nonZero(gamma.put), net: nonZero(gamma.net) },
    delta: nonZero(delta.net),
    vega: nonZero(vega.net),
    callWall,
    putWall,
    absoluteGammaStrike,
    gammaFlips: null,
    gammaFlip: gammaFlip(contracts, {
      ...priced,
      rate,
      dividendYield,
      weight,
      position: dealerPositions[dealerSign],
    }),
  };
}

function nearestStrike(contracts: readonly OptionQuote[], spot: number): ChainMetrics['atTheMoney'] {
  let nearest: ReturnType<typeof strikePairs<OptionQuote>>[number] | null = null;
  for (const pair of strikePairs(contracts)) {
    if (!nearest || Math.abs(pair.strike - spot) < Math.abs(nearest.strike - spot)) nearest = pair;
  }
  return nearest && { strike: nearest.strike, call: costOf(nearest.call), put: costOf(nearest.put) };
}

function costOf(contract: OptionQuote | null): AtTheMoneySide | null {
  if (!contract) return null;
  const burn = thetaBurn(contract);
  const { shape, percent } = spreadOf(contract);
  return {
    thetaDollarsPerMinute: nonZero(burn?.dollarsPerMinute),
    thetaPercentPerMinute: nonZero(burn?.percentPerMinute),
    spreadPercent: percent,
    market: shape,
  };
}

function profileOf(
  contracts: readonly OptionQuote[],
  byOpenInterest: Exposure | null,
  byVolume: Exposure | null,
  priced: Priced | null,
): LevelsProfile {
  const bar = ({ strike, call, put }: StrikeExposure): StrikeBar => ({
    strike,
    call: nonZero(call),
    put: nonZero(put),
  });
  return {
    byOpenInterest: byOpenInterest?.strikes.map(bar) ?? [],
    byVolume: byVolume?.strikes.map(bar) ?? [],
    smile: priced ? smile(contracts, priced.spot) : [],
  };
}

function positive(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && Number.isFinite(value) && value > 0 ? value : null;
}

function nonZero(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && Number.isFinite(value) && value !== 0 ? value : null;
}
