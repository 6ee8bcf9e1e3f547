import type { OptionQuote } from './chain.ts';
import { priceText } from './price-text.ts';

type Quoted = Pick<OptionQuote, 'bid' | 'ask' | 'bidSize' | 'askSize'>;

/** Whether any of the contracts is quoted: where none is, the plan has no bid and ask, or nobody quotes at this hour. */
export function hasQuotes(contracts: readonly Quoted[]): boolean {
  return contracts.some(({ bid, ask }) => bid !== null || ask !== null);
}

/**
 * One side of a contract's market. `no bid`: it is quoted, and nobody bids. `?`: others are quoted, of this one nothing
 * is known. `–`: no contract is quoted, as on a plan without bid and ask.
 */
export function quotedText(contract: Quoted, side: 'bid' | 'ask', isQuoted: boolean): string {
  const price = contract[side];
  if (price !== null && price > 0) return priceText(price);
  if (!isQuoted) return '–';
  const { bid, ask, bidSize, askSize } = contract;
  const isKnown = price === 0 || bid !== null || ask !== null || bidSize !== null || askSize !== null;
  return isKnown ? `no ${side}` : '?';
}
