import type { Chain, OptionQuote } from '../../../market/quotes/chain.ts';
import { type StrikePair, strikePairs } from '../../../market/quotes/strike-pairs.ts';

/** The two contracts of one strike. */
export type StrikeRow = StrikePair<OptionQuote>;

/** A chain, and its contracts as rows of one strike each. */
export interface ChainSlice {
  chain: Chain;
  /** By strike, ascending. */
  strikes: readonly StrikeRow[];
}

export function chainSlice(chain: Chain): ChainSlice {
  return { chain, strikes: strikePairs(chain.contracts) };
}
