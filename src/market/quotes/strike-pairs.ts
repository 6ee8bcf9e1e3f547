import type { OptionType } from './chain.ts';

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
