import type { OptionQuote } from './chain.ts';
import type { ContractWeight } from './strike-pairs.ts';

export interface PutCallRatio {
  /** Contracts, among those whose count is known. */
  puts: number;
  calls: number;
  /** `null` without calls. */
  ratio: number | null;
}

/** Puts to calls of a chain, by volume or by open interest. */
export function putCallRatio(
  contracts: readonly Pick<OptionQuote, 'optionType' | ContractWeight>[],
  weight: ContractWeight,
): PutCallRatio {
  let puts = 0;
  let calls = 0;
  for (const contract of contracts) {
    const count = contract[weight] ?? 0;
    if (contract.optionType === 'put') puts += count;
    else calls += count;
  }
  return { puts, calls, ratio: calls > 0 ? puts / calls : null };
}
