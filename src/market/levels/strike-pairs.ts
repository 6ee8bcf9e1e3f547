import type { OptionQuote, OptionType } from '../quotes/chain.ts';

/** Call and put of one strike; `null` where the chain has only the other one. */
export interface StrikePair<T> {
  strike: number;
  call: T | null;
  put: T | null;
}

/** The contracts of a chain by strike, lowest first. */
export function strikePairs<T extends { strike: number; optionType: OptionType }>(
  contracts: readonly T[],
): StrikePair<T>[] {
  const pairs = new Map<number, StrikePair<T>>();
  for (const contract of contracts) {
    let pair = pairs.get(contract.strike);
    if (!pair) {
      pair = { strike: contract.strike, call: null, put: null };
      pairs.set(contract.strike, pair);
    }
    pair[contract.optionType] = contract;
  }
  return [...pairs.values()].sort((a, b) => a.strike - b.strike);
}

/**
 * The value at `x` on the straight line between the two points around it (given in ascending order of x); `null`
 * outside them, since nothing is known there.
 */
export function interpolated(points: readonly { x: number; y: number }[], x: number): number | null {
  const above = points.findIndex((point) => point.x >= x);
  const high = points[above];
  if (!high) return null;
  if (high.x === x) return high.y;
  const low = points[above - 1];
  if (!low) return null;
  return low.y + ((high.y - low.y) * (x - low.x)) / (high.x - low.x);
}

/** Which side's count weighs a contract: yesterday's open interest or today's volume. */
export type ContractWeight = keyof Pick<OptionQuote, 'openInterest' | 'volume'>;

/** Places in the listing from the strike below to the one above: two that have no value may lie between them. */
const widestBracket = 3;

/**
 * As `interpolated`, of strikes some of which have no value (`null`); `null` too where those with one are too far apart
 * to speak for what lies between.
 */
export function interpolatedNear(
  points: readonly { x: number; y: number | null }[],
  x: number,
): number | null {
  const above = points.findIndex((point) => point.x >= x && point.y !== null);
  const high = points[above];
  if (!high || high.y === null) return null;
  if (high.x === x) return high.y;
  const below = points.findLastIndex((point, index) => index < above && point.y !== null);
  const low = points[below];
  if (!low || low.y === null || above - below > widestBracket) return null;
  return low.y + ((high.y - low.y) * (x - low.x)) / (high.x - low.x);
}
