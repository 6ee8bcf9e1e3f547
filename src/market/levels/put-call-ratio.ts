import type { OptionQuote } from '../quotes/chain.ts';
import type { ContractWeight } from './contract-weight.ts';

/** Puts for each call. */
export interface PutCallRatio {
  /** Contracts, among those whose count is known. */
  puts: number;
  calls: number;
  /** 0 where puts are known to be none; `null` without calls, or where no put's count is known. */
  ratio: number | null;
}

/** Puts to calls of a chain, by volume or by open interest. */
export function putCallRatio(
  contracts: readonly Pick<OptionQuote, 'optionType' | ContractWeight>[],
  weight: ContractWeight,
): PutCallRatio {
  let puts = 0;
  let calls = 0;
  let arePutsKnown = false;
  for (const contract of contracts) {
    const count = contract[weight];
    if (count === null) continue;
    if (contract.optionType === 'call') calls += count;
    else {
      puts += count;
      arePutsKnown = true;
    }
  }
  return { puts, calls, ratio: calls > 0 && arePutsKnown ? puts / calls : null };
}
