import type { OptionQuote } from '../../quotes/chain.ts';
import { isLikeAge } from '../like-age.ts';
import { midOf } from '../../quotes/spread.ts';
import { strikePairs } from '../../quotes/strike-pairs.ts';

/** What put–call parity is read from. */
export type ParityContract = Pick<OptionQuote, 'strike' | 'optionType' | 'bid' | 'ask' | 'quotedAt'>;

/** One strike at which call and put both have a two-sided market. */
export interface ParityReading {
  strike: number;
  /** Mid prices, dollars a share. */
  call: number;
  put: number;
  /** Epoch ms of the newer of the two quotes; 0 where their ages are unknown. */
  quotedAt: number;
}

const maxStrikes = 7;
const fewestStrikes = 3;

/**
 * The strikes at which call and put cost most nearly the same, nearest first: that is around the money, and known without
 * the spot. None where fewer than three have two-sided markets of like age in both: a call of three hours ago and a put of
 * now imply a price that never was. `quotedAt` is what the quotes are as of (epoch ms); `null` takes all, ages unknown.
 */
export function parityReadings(
  contracts: readonly ParityContract[],
  quotedAt: number | null,
): ParityReading[] {
  const isOfThen = (contract: ParityContract) =>
    quotedAt === null || (contract.quotedAt !== null && isLikeAge(contract.quotedAt, quotedAt));
  const readings: ParityReading[] = [];
  for (const { strike, call, put } of strikePairs(contracts.filter(isOfThen))) {
    const callMid = call && midOf(call);
    const putMid = put && midOf(put);
    if (callMid === null || putMid === null) continue;
    const newest = Math.max(call!.quotedAt ?? 0, put!.quotedAt ?? 0);
    readings.push({ strike, call: callMid, put: putMid, quotedAt: newest });
  }
  const nearest = readings
    .sort((a, b) => Math.abs(a.call - a.put) - Math.abs(b.call - b.put))
    .slice(0, maxStrikes);
  return nearest.length < fewestStrikes ? [] : nearest;
}

/** Of the middle two where there is an even number of them: one odd quote moves nothing. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
