import type { OptionQuote } from '../quotes/chain.ts';
import { isLikeAge } from './like-age.ts';
import { midOf } from '../quotes/spread.ts';
import { strikePairs } from '../quotes/strike-pairs.ts';

/** What put–call parity needs next to the quotes. */
export interface ParityTerms {
  /** Years of calendar time to expiry; see `yearsToExpiry`. */
  years: number;
  /** Continuously compounded and annual, as a fraction. */
  rate: number;
  dividendYield: number;
  /** Present value of the dividends until expiry, dollars a share. */
  dividends: number;
  /** Epoch ms that the chain's quotes are as of: those of another age are left out. `null` takes all, ages unknown. */
  quotedAt: number | null;
}

/** A spot that follows from put–call parity. */
export interface ParitySpot {
  /** Dollars a share. */
  spot: number;
  /** Strikes that it was read from. */
  strikes: number;
  /** Epoch ms of the newest quote that it was read from; `null` where their ages are unknown. */
  quotedAt: number | null;
}

const maxStrikes = 7;
const fewestStrikes = 3;

/**
 * The stock's price as its options imply it: put–call parity, C − P = (S − D)·e^(−qT) − K·e^(−rT), solved for S at the
 * strikes where call and put cost most nearly the same (which is around the money, and known without the spot), of
 * which the median is taken so that one odd quote moves nothing. `null` with fewer than three strikes that have
 * two-sided markets of like age in both: a call of three hours ago and a put of now imply a price that never was.
 */
export function paritySpot(
  contracts: readonly Pick<OptionQuote, 'strike' | 'optionType' | 'bid' | 'ask' | 'quotedAt'>[],
  { years, rate, dividendYield, dividends, quotedAt }: ParityTerms,
): ParitySpot | null {
  const isOfThen = (contract: Pick<OptionQuote, 'quotedAt'>) =>
    quotedAt === null || (contract.quotedAt !== null && isLikeAge(contract.quotedAt, quotedAt));
  const readings: { difference: number; spot: number; quotedAt: number }[] = [];
  for (const { strike, call, put } of strikePairs(contracts.filter(isOfThen))) {
    const callMid = call && midOf(call);
    const putMid = put && midOf(put);
    if (callMid === null || putMid === null) continue;
    const difference = callMid - putMid;
    readings.push({
      difference,
      quotedAt: Math.max(call!.quotedAt ?? 0, put!.quotedAt ?? 0),
      spot: (difference + strike * Math.exp(-rate * years)) * Math.exp(dividendYield * years) + dividends,
    });
  }
  const nearest = readings
    .sort((a, b) => Math.abs(a.difference) - Math.abs(b.difference))
    .slice(0, maxStrikes);
  if (nearest.length < fewestStrikes) return null;
  const newest = Math.max(...nearest.map((reading) => reading.quotedAt));
  return {
    spot: medianOf(nearest.map(({ spot }) => spot)),
    strikes: nearest.length,
    quotedAt: quotedAt === null ? null : newest,
  };
}

function medianOf(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
