import { inChainOrder, type OptionQuote } from '../../../../market/quotes/chain.ts';
import type { DataTier } from '../../../../market/quotes/quote.ts';
import { midOf } from '../../../../market/quotes/spread.ts';
import { type ChainContext, optionRow } from './chain-row.ts';
import { identify, termsOfChainRow } from './contract-identity.ts';
import { type ParsedRows, parseRows, problemOf } from '../fields.ts';
import { toOptionQuote } from './option-quote-of-row.ts';
import { believedTime, tierOfTimeframe } from '../parse-quote.ts';
import { newestUnderlying, type UnderlyingPrice, underlyingPriceOf } from './parse-underlying.ts';

/** The contracts of a chain snapshot, and what its rows say as a whole. */
export interface ParsedChain extends ParsedRows<OptionQuote> {
  /** The underlying's price, where the plan gives it; it may be of another age than the contracts. */
  underlying: UnderlyingPrice | null;
  /**
   * Epoch ms that the quotes are as of: the third newest time of a two-sided one, so that no odd row decides; `null` where
   * none has a time.
   */
  quotedAt: number | null;
  /** Epoch ms of the newest trade; `null` without one. */
  tradedAt: number | null;
  /** What the rows say of their freshness; `null` when they say nothing. */
  tier: DataTier | null;
  /** Rows of adjusted contracts, which are left out on purpose. */
  adjustedRows: number;
  /** Contracts whose own rows were rejected for what stands in them. */
  rejectedSymbols: string[];
  /** Why last trades are not the last prices of their contracts, which are there all the same. */
  rejectedTrades: string[];
}

/**
 * Rows of the option chain snapshot. Only `details` is always there; every other field depends on the plan, on whether
 * the contract traded, and on the day.
 */
export function parseChainRows(rows: readonly unknown[], context: ChainContext): ParsedChain {
  const underlying: UnderlyingPrice[] = [];
  const quoteTimes: number[] = [];
  let tradedAt = 0;
  let tier: DataTier | null = null;
  let hasPrints = false;
  let adjustedRows = 0;
  const rejectedSymbols: string[] = [];
  const expires = context.checkExpiration(context.expiration);
  const rejectedTrades: string[] = [];
  const parsed = parseRows<OptionQuote>(rows, (raw) => {
    const terms = termsOfChainRow(raw);
    const identity = terms && identify(terms, context);
    if (identity?.kind === 'adjusted') {
      adjustedRows += 1;
      return null;
    }
    const result = optionRow.safeParse(raw);
    if (!result.success) {
      if (identity?.kind === 'listed') rejectedSymbols.push(identity.symbol);
      return { rejected: problemOf(result.error) };
    }
    if (identity?.kind !== 'listed') return { rejected: identity?.reason ?? 'row of an unknown shape' };
    if (!expires.isValid) return { rejected: `expiration: ${expires.reason}` };
    const row = result.data;
    const spot = underlyingPriceOf(row.underlying_asset, context);
    if (spot) underlying.push(spot);
    const quotedAt =
      row.last_quote && midOf(row.last_quote) && believedTime(row.last_quote.last_updated, context);
    if (quotedAt) quoteTimes.push(quotedAt);
    tradedAt = Math.max(tradedAt, believedTime(row.last_trade?.sip_timestamp, context) ?? 0);
    hasPrints ||= row.last_quote !== null || row.last_trade !== null;
    tier ??= tierOfTimeframe(row.last_quote?.timeframe ?? row.last_trade?.timeframe);
    const { contract, rejectedTrade } = toOptionQuote(row, identity.symbol, context);
    if (rejectedTrade !== null) rejectedTrades.push(`last trade: ${rejectedTrade}`);
    return { value: contract, rejected: null };
  });
  parsed.rows.sort(inChainOrder);
  // Rows without a quote and a trade, be they empty, are those of the smallest options plan, which say nothing else.
  if (parsed.rows.length > 0 && !hasPrints) tier = 'delayed';
  return {
    ...parsed,
    underlying: newestUnderlying(underlying),
    quotedAt: thirdNewest(quoteTimes),
    tradedAt: tradedAt || null,
    ...{ tier, adjustedRows, rejectedSymbols, rejectedTrades },
  };
}

function thirdNewest(times: number[]): number | null {
  return times.sort((a, b) => b - a)[Math.min(2, times.length - 1)] ?? null;
}
