import type { FilledChain } from '../pricing/chain-greeks.ts';
import { modelVersion } from '../pricing/model-version.ts';
import type { Chain } from '../quotes/chain.ts';
import { isSummable } from '../quotes/freshness.ts';
import type { DataTier, Source } from '../quotes/quote.ts';
import type { ContractWeight } from './contract-weight.ts';
import { type DealerSign, dealerPositions } from './dealer-sign.ts';
import { type Exposure, exposureOf, sumExposures } from './exposure.ts';
import { exposureLevels, strikeBars } from './exposure-levels.ts';
import { flipSeriesOf, summedGammaFlips } from './gamma-flip.ts';
import type { ExposureLevels, LevelsProfile, RecordedLevels } from './levels.ts';
import { putCallRatio } from './put-call-ratio.ts';

/** One expiration of a sum. */
export interface SummedExpiration {
  /** `YYYY-MM-DD`. */
  expiration: string;
  /** Epoch ms of its poll. */
  timestamp: number;
  /** Epoch ms of its quotes, from which its own time to expiry counts; see `RecordedLevels`. */
  quotedAt: number;
  /** Of its poll: its exposure is in dollars at this spot. */
  spot: number;
  contracts: number;
}

/**
 * Why an expiration is not in a sum: no chain of it is there; it has expired or has no spot of its time; its quotes are
 * too far from the newest ones; its spot is from elsewhere than that of the newest chain.
 */
export const leftOutReasons = ['no-chain', 'unpriced', 'old', 'other-spot-source'] as const;
/** Why an expiration is not in a sum. */
export type LeftOutReason = (typeof leftOutReasons)[number];

/** An expiration that is recorded and not in the sum. */
export interface LeftOutExpiration {
  /** `YYYY-MM-DD`. */
  expiration: string;
  reason: LeftOutReason | 'unknown';
  /** Epoch ms of its quotes; `null` where no chain is there. */
  quotedAt: number | null;
  /** How much older its quotes are than the newest of the sum, in ms; `null` where one of both is missing. */
  behindMs: number | null;
}

/**
 * Exposure of several expirations of one underlying together. What belongs to one expiration only is not here: expected
 * move, volatility, skew, max pain.
 */
export interface SummedLevels {
  underlying: string;
  /** Nearest first. */
  expirations: SummedExpiration[];
  leftOut: LeftOutExpiration[];
  /** Of the newest chain in it; `null` where the sum is empty. */
  spot: number | null;
  spotSource: Chain['underlyingPriceSource'];
  spotAt: number | null;
  /** Epoch ms of the newest quotes and of the newest poll in it; `null` where the sum is empty. */
  quotedAt: number | null;
  timestamp: number | null;
  tier: DataTier | null;
  source: Source | null;
  /** See `RecordedLevels`. */
  modelVersion: number;
  byOpenInterest: ExposureLevels | null;
  byVolume: ExposureLevels | null;
  putCallRatio: RecordedLevels['putCallRatio'];
  assumptions: Pick<RecordedLevels['assumptions'], 'dealerSign' | 'openInterest'>;
  profile: Pick<LevelsProfile, 'byOpenInterest' | 'byVolume'>;
}

/** A recorded expiration with its newest chain; `null` where none is there. */
export interface SummandChain {
  expiration: string;
  filled: FilledChain | null;
}

/**
 * Adds up the exposure of an underlying's expirations, each with its own spot, time and time to expiry. Those whose
 * quotes are not near enough to the newest ones are left out and named, and of two chains of one expiration the older.
 */
export function sumLevels(
  underlying: string,
  chains: readonly SummandChain[],
  dealerSign: DealerSign,
): SummedLevels {
  const all = onePerExpiration(chains);
  const priced = all.flatMap(({ filled }) => pricedOf(filled) ?? []);
  const newest = priced.reduce<Priced | null>(
    (best, one) => (best && best.filled.pricedAt >= one.filled.pricedAt ? best : one),
    null,
  );
  const reasons = new Map(all.map((one) => [one, reasonOf(one, newest)]));
  const summed = all.flatMap((one) => (reasons.get(one) === null ? (pricedOf(one.filled) ?? []) : []));
  const byOpenInterest = exposureSum(summed, newest, 'openInterest', dealerSign);
  const byVolume = exposureSum(summed, newest, 'volume', dealerSign);
  const contracts = summed.flatMap(({ filled }) => filled.trading);
  const chain = newest?.filled.chain ?? null;
  return {
    underlying,
    expirations: summed.map(expirationOf),
    leftOut: all.flatMap((one) => leftOutOf(one, reasons.get(one) ?? null, newest)),
    spot: newest?.spot ?? null,
    spotSource: chain?.underlyingPriceSource ?? null,
    spotAt: chain?.underlyingPriceAt ?? null,
    quotedAt: newest?.filled.pricedAt ?? null,
    timestamp: summed.length === 0 ? null : Math.max(...summed.map(({ filled }) => filled.chain.timestamp)),
    tier: chain?.tier ?? null,
    source: chain?.source ?? null,
    modelVersion,
    byOpenInterest: levelsOfSum(byOpenInterest, summed, newest, 'openInterest', dealerSign),
    byVolume: levelsOfSum(byVolume, summed, newest, 'volume', dealerSign),
    putCallRatio: {
      volume: putCallRatio(contracts, 'volume').ratio,
      openInterest: putCallRatio(contracts, 'openInterest').ratio,
    },
    assumptions: { dealerSign, openInterest: 'previous day' },
    profile: { byOpenInterest: strikeBars(byOpenInterest), byVolume: strikeBars(byVolume) },
  };
}

/** A chain that has a spot and is priced. */
interface Priced {
  filled: FilledChain;
  terms: NonNullable<FilledChain['terms']>;
  spot: number;
}

function pricedOf(filled: FilledChain | null): Priced | null {
  const spot = filled?.chain.underlyingPrice ?? null;
  return filled?.terms && spot !== null && spot > 0 ? { filled, terms: filled.terms, spot } : null;
}

function onePerExpiration(chains: readonly SummandChain[]): SummandChain[] {
  const newest = new Map<string, SummandChain>();
  const timeOf = ({ filled }: SummandChain) => filled?.chain.timestamp ?? -Infinity;
  for (const one of chains) {
    const known = newest.get(one.expiration);
    if (!known || timeOf(one) > timeOf(known)) newest.set(one.expiration, one);
  }
  return [...newest.values()].sort((a, b) => (a.expiration < b.expiration ? -1 : 1));
}

function reasonOf({ filled }: SummandChain, newest: Priced | null): LeftOutReason | null {
  if (!filled) return 'no-chain';
  if (!pricedOf(filled) || !newest) return 'unpriced';
  if (!isSummable(filled.pricedAt, newest.filled.pricedAt)) return 'old';
  const isOfSameSource = filled.chain.underlyingPriceSource === newest.filled.chain.underlyingPriceSource;
  return isOfSameSource ? null : 'other-spot-source';
}

function expirationOf({ filled: { chain, pricedAt }, spot }: Priced): SummedExpiration {
  const { expiration, timestamp, contracts } = chain;
  return { expiration, timestamp, quotedAt: pricedAt, spot, contracts: contracts.length };
}

function leftOutOf(
  { expiration, filled }: SummandChain,
  reason: LeftOutReason | null,
  newest: Priced | null,
): LeftOutExpiration[] {
  if (reason === null) return [];
  const quotedAt = filled?.pricedAt ?? null;
  const behindMs = quotedAt !== null && newest ? newest.filled.pricedAt - quotedAt : null;
  return [{ expiration, reason, quotedAt, behindMs }];
}

function exposureSum(
  summed: readonly Priced[],
  newest: Priced | null,
  weight: ContractWeight,
  dealerSign: DealerSign,
): Exposure | null {
  const exposures = summed.flatMap(
    ({ filled, spot }) => exposureOf(filled.trading, spot, weight, dealerPositions[dealerSign]) ?? [],
  );
  return newest && sumExposures(exposures, newest.spot);
}

function levelsOfSum(
  exposure: Exposure | null,
  summed: readonly Priced[],
  newest: Priced | null,
  weight: ContractWeight,
  dealerSign: DealerSign,
): ExposureLevels | null {
  // All zero before the first trade, as in the levels of one chain.
  if (!exposure || !newest || exposure.absoluteGammaStrike === null) return null;
  const series = summed.flatMap(({ filled }) => flipSeriesOf(filled));
  const position = dealerPositions[dealerSign];
  return exposureLevels(exposure, summedGammaFlips(series, { spot: newest.spot, weight, position }));
}
