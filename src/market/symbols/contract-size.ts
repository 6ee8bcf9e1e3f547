import type { OptionQuote } from '../quotes/chain.ts';

/** Shares that a standard contract delivers. */
const standardShares = 100;

/** Shares that a contract delivers; the standard number where nobody said otherwise. */
export function sharesOf({ sharesPerContract }: Pick<OptionQuote, 'sharesPerContract'>): number {
  return sharesPerContract ?? standardShares;
}
