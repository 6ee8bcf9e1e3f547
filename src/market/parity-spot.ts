import type { OptionQuote } from './chain.ts';
import { midOf } from './spread.ts';
import { strikePairs } from './strike-pairs.ts';

export interface ParityTerms {
  /** Years of calendar time to expiry; see `yearsToExpiry`. */
  years: number;
  /** Continuously compounded and annual, as a fraction. */
  rate: number;
  dividendYield: number;
}

export interface ParitySpot {
  /** Dollars a share. */
  spot: number;
  /** Strikes that it was read from. */
  strikes: number;
}

const mostStrikes = 7;
const fewestStrikes = 3;

/**
 * The stock's price as its options imply it: put–call parity, C − P = S·e^(−qT) − K·e^(−rT), solved for S at the
 * strikes where call and put cost most nearly the same (which is around the money, and known without the spot), of
 * which the median is taken so that one old quote moves nothing. `null` with fewer than three strikes that have
 * two-sided markets in both.
 */
export function paritySpot(
  contracts: readonly Pick<OptionQuote, 'strike' | 'optionType' | 'bid' | 'ask'>[],
  { years, rate, dividendYield }: ParityTerms,
): ParitySpot | null {
  const readings: { difference: number; spot: number }[] = [];
  for (const { strike, call, put } of strikePairs(contracts)) {
    const callMid = call && midOf(call);
    const putMid = put && midOf(put);
    if (callMid === null || putMid === null) continue;
    const difference = callMid - putMid;
    readings.push({
      difference,
      spot: (difference + strike * Math.exp(-rate * years)) * Math.exp(dividendYield * years),
    });
  }
  const nearest = readings
    .sort((a, b) => Math.abs(a.difference) - Math.abs(b.difference))
    .slice(0, mostStrikes)
    .map(({ spot }) => spot)
    .sort((a, b) => a - b);
  if (nearest.length < fewestStrikes) return null;
  const middle = nearest.length >>> 1;
  const spot = nearest.length % 2 === 1 ? nearest[middle]! : (nearest[middle - 1]! + nearest[middle]!) / 2;
  return { spot, strikes: nearest.length };
}
