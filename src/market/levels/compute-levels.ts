import type { OptionQuote, OptionType } from '../quotes/chain.ts';
import { type DealerSign, dealerPositions } from './dealer-sign.ts';
import { movesOf } from './opening-move.ts';
import { dayVolatility } from '../pricing/model/day-volatility.ts';
import { expiryClocks, timeConvention } from '../pricing/expiry-clocks.ts';
import { type Exposure, exposureOf } from './exposure.ts';
import { exposureLevels, nonZero, strikeBars } from './exposure-levels.ts';
import { flipSeriesOf, summedGammaFlips } from './gamma-flip.ts';
import type {
  AtTheMoneySide,
  RecordedLevels,
  ExposureLevels,
  Levels,
  LevelsProfile,
  OpeningMove,
  PricedWith,
} from './levels.ts';
import { maxPain } from './max-pain.ts';
import { modelVersion } from '../pricing/model-version.ts';
import { withoutSpreads } from '../pricing/rebuilt-prices.ts';
import { putCallRatio } from './put-call-ratio.ts';
import type { QuoteUse } from '../quotes/quote-use.ts';
import type { Session } from '../calendar/session.ts';
import { atTheMoneyVolatility, skewOf } from './skew.ts';
import { spreadOf } from '../quotes/spread.ts';
import type { ContractWeight } from './contract-weight.ts';
import { thetaBurn } from '../pricing/theta-burn.ts';
import type { ChainTerms, FilledChain } from '../pricing/chain-greeks.ts';

export interface LevelsTerms {
  /** Hours that the chain goes by (`chainSession`); `null` when its expiration has no session. */
  session: Pick<Session, 'open' | 'close' | 'optionClose'> | null;
  dealerSign: DealerSign;
  /** As an earlier poll of the session measured it; `null` lets this chain measure it, if it can. */
  opening: OpeningMove | null;
}

/** Every level of a chain whose greeks are filled. Depends on nothing but its arguments. */
export function levelsOf(filled: FilledChain, terms: LevelsTerms): Levels {
  const levels = everyLevelOf(filled, terms);
  return filled.chain.isRebuilt ? withoutSpreads(levels) : levels;
}

function everyLevelOf(filled: FilledChain, terms: LevelsTerms): Levels {
  const { chain, trading, refusals, dropped, extended, smile, pricedAt, terms: model } = filled;
  const { session, dealerSign } = terms;
  const closes = session && { regular: session.close, option: session.optionClose };
  const { contracts, timestamp } = chain;
  const spot = positive(chain.underlyingPrice);
  const priced = spot !== null && model ? { spot, model } : null;
  const exposure = (weight: ContractWeight) =>
    priced && exposureOf(trading, priced.spot, weight, dealerPositions[dealerSign]);
  const byOpenInterest = exposure('openInterest');
  const byVolume = exposure('volume');
  const volatility = priced && positive(atTheMoneyVolatility(smile, priced.spot));
  const skew = priced && skewOf(smile, { ...priced.model, spot: priced.spot });
  const bySource = (source: OptionQuote['greeksSource']) =>
    priced ? contracts.filter(({ greeksSource }) => greeksSource === source).length : 0;

  return {
    underlying: chain.underlying,
    expiration: chain.expiration,
    timestamp,
    spot,
    spotSource: spot === null ? null : chain.underlyingPriceSource,
    spotAt: spot === null ? null : chain.underlyingPriceAt,
    quotedAt: pricedAt,
    modelVersion,
    tier: chain.tier,
    source: chain.source,
    ...expiryClocks(closes, timestamp, pricedAt),
    byOpenInterest: levelsOfExposure(filled, byOpenInterest, 'openInterest', spot, terms),
    byVolume: levelsOfExposure(filled, byVolume, 'volume', spot, terms),
    maxPain: maxPain(trading)?.strike ?? null,
    putCallRatio: {
      volume: putCallRatio(trading, 'volume').ratio,
      openInterest: putCallRatio(trading, 'openInterest').ratio,
    },
    expectedMove: movesOf(filled, session, volatility, terms.opening),
    volatility: {
      atTheMoney: volatility,
      day: priced && positive(dayVolatility(volatility, priced.model)),
      put25: skew?.put ?? null,
      call25: skew?.call ?? null,
      skew: skew?.difference ?? null,
    },
    pricedWith: priced && pricedWithOf(priced.model),
    atTheMoney: priced && nearestStrike(filled, priced.spot),
    counts: {
      contracts: contracts.length,
      vendor: bySource('vendor'),
      model: bySource('model'),
      refused: priced ? refusals.length : contracts.length,
      ...filled.quotes.counts,
      extended,
      dropped: dropped.length,
    },
    assumptions: {
      dealerSign,
      openInterest: 'previous day',
      timeConvention: timeConvention(closes),
    },
    profile: profileOf(byOpenInterest, byVolume, smile),
  };
}

/** What is drawn by strike of a chain whose greeks are filled: as in `levelsOf`, without the rest. */
export function levelsProfile(filled: FilledChain, dealerSign: DealerSign): LevelsProfile {
  const { chain, trading, smile, terms } = filled;
  const spot = positive(chain.underlyingPrice);
  const exposure = (weight: ContractWeight) =>
    spot !== null && terms ? exposureOf(trading, spot, weight, dealerPositions[dealerSign]) : null;
  return profileOf(exposure('openInterest'), exposure('volume'), smile);
}

function pricedWithOf(model: ChainTerms): PricedWith {
  const { forward, rate, dividendsValue, exercise } = model;
  return { forward, rate, dividends: dividendsValue, exercise };
}

function levelsOfExposure(
  filled: FilledChain,
  exposure: Exposure | null,
  weight: ContractWeight,
  spot: number | null,
  { dealerSign }: LevelsTerms,
): ExposureLevels | null {
  // All zero before the first trade, or where only contracts without gamma are held: nothing is known of it then.
  if (!exposure || spot === null || exposure.absoluteGammaStrike === null) return null;
  const position = dealerPositions[dealerSign];
  return exposureLevels(exposure, summedGammaFlips(flipSeriesOf(filled), { spot, weight, position }));
}

function nearestStrike({ main, quotes }: FilledChain, spot: number): RecordedLevels['atTheMoney'] {
  const contracts = main;
  let nearest: number | null = null;
  for (const { strike } of contracts) {
    if (nearest === null || Math.abs(strike - spot) < Math.abs(nearest - spot)) nearest = strike;
  }
  if (nearest === null) return null;
  const sideOf = (side: OptionType) => {
    const index = contracts.findIndex(({ strike, optionType }) => strike === nearest && optionType === side);
    return index < 0 ? null : costOf(contracts[index]!, quotes.uses[index]!);
  };
  return { strike: nearest, call: sideOf('call'), put: sideOf('put') };
}

/** A spread that is too old to count is no cost, though the quote still has its shape. */
function costOf(contract: OptionQuote, use: QuoteUse): AtTheMoneySide {
  const burn = thetaBurn(contract);
  const { shape, percent } = spreadOf(contract);
  return {
    thetaDollarsPerMinute: nonZero(burn?.dollarsPerMinute),
    thetaPercentPerMinute: use === 'old' ? null : nonZero(burn?.percentPerMinute),
    spreadPercent: use === 'old' ? null : percent,
    market: shape,
  };
}

function profileOf(
  byOpenInterest: Exposure | null,
  byVolume: Exposure | null,
  smile: FilledChain['smile'],
): LevelsProfile {
  return {
    modelVersion,
    byOpenInterest: strikeBars(byOpenInterest),
    byVolume: strikeBars(byVolume),
    smile: smile.flatMap(({ strike, volatility }) => (volatility === null ? [] : [{ strike, volatility }])),
  };
}

function positive(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && Number.isFinite(value) && value > 0 ? value : null;
}
