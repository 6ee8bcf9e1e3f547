import type { OptionQuote } from './chain.ts';
import { type MarketShape, spreadOf } from './spread.ts';

/** What a contract's bid and ask are good for: only those that are `two-sided` say what it costs. */
export type QuoteUse = MarketShape | 'old';

/** How many quotes of a chain can be used. */
export interface QuoteUses {
  /**
   * Epoch ms of the newest believable quote, at which the chain is priced; `null` where no two-sided quote says when it
   * was made.
   */
  quotedAt: number | null;
  /** Whether any contract has a bid or an ask: some plans give none at all. */
  hasQuotes: boolean;
  /** In the order of the contracts. */
  uses: QuoteUse[];
  /** Contracts that feed no level, each counted once; those without bid and ask count as one-sided if others have some. */
  counts: { old: number; crossed: number; oneSided: number };
}

type Quoted = Pick<OptionQuote, 'bid' | 'ask' | 'quotedAt'>;

/**
 * A quote this much older than the newest of its chain is not used. While the options trade, market makers quote anew
 * whatever is near the money with every move of the stock; only wings worth a cent stand for minutes.
 */
export const oldestQuoteMs = 10 * 60_000;

/** So many quotes must be of about the same time before it counts as the newest: one wrong stamp must not age the rest. */
const fewestOfOneTime = 3;

/** What the quotes of one chain are good for. A quote without a time counts as new: there is nothing to hold against it. */
export function quoteUses(contracts: readonly Quoted[]): QuoteUses {
  const shapes = contracts.map((contract) => spreadOf(contract).shape);
  const quotedAt = newestOf(contracts.filter((_, index) => shapes[index] === 'two-sided'));
  const hasQuotes = shapes.some((shape) => shape !== 'none');
  const counts = { old: 0, crossed: 0, oneSided: 0 };
  const uses = shapes.map((shape, index): QuoteUse => {
    const age = quotedAt === null ? 0 : quotedAt - (contracts[index]!.quotedAt ?? quotedAt);
    const use = shape !== 'none' && age > oldestQuoteMs ? 'old' : shape;
    if (use === 'old') counts.old++;
    else if (use === 'crossed') counts.crossed++;
    else if (use !== 'two-sided' && hasQuotes) counts.oneSided++;
    return use;
  });
  return { quotedAt, hasQuotes, uses, counts };
}

type PricedContract = Pick<OptionQuote, 'strike' | 'optionType' | 'bid' | 'ask'>;

/** The bids and asks that say what a contract costs; `null` in the place of the others. */
export function usableQuotes(
  contracts: readonly PricedContract[],
  { uses }: Pick<QuoteUses, 'uses'>,
): PricedContract[] {
  return contracts.map((contract, index) => {
    if (uses[index] === 'two-sided') return contract;
    const { strike, optionType } = contract;
    return { strike, optionType, bid: null, ask: null };
  });
}

function newestOf(contracts: readonly Quoted[]): number | null {
  const times = contracts.flatMap(({ quotedAt }) => quotedAt ?? []).sort((a, b) => b - a);
  const shared = times.find((time, index) => {
    const other = times[index + fewestOfOneTime - 1];
    return other !== undefined && time - other <= oldestQuoteMs;
  });
  return shared ?? times[0] ?? null;
}
