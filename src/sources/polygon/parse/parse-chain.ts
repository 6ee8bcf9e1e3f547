import * as z from 'zod';
import type { Calendar } from '../../../market/calendar/calendar.ts';
import type { OptionQuote } from '../../../market/quotes/chain.ts';
import { newYorkDate } from '../../../market/calendar/new-york-time.ts';
import type { DataTier } from '../../../market/quotes/quote.ts';
import { midOf } from '../../../market/quotes/spread.ts';
import { identify, termsOfChainRow } from './contract-identity.ts';
import {
  anyNumber,
  conditions,
  count,
  type ParsedRows,
  parseRows,
  part,
  price,
  quotedPrice,
  refusal,
  time,
} from './fields.ts';
import { lastOfContract } from './last-of-contract.ts';
import { believedTime, tierOfTimeframe } from './parse-quote.ts';
import {
  newestUnderlying,
  type UnderlyingPrice,
  underlyingAsset,
  underlyingPriceOf,
} from './parse-underlying.ts';

const optionRow = z.looseObject({
  details: z.looseObject({
    ticker: z.string(),
    contract_type: z.string(),
    expiration_date: z.string(),
    strike_price: z.number().positive(),
    shares_per_contract: count,
  }),
  day: part({
    close: price,
    high: price,
    low: price,
    previous_close: price,
    volume: count,
    last_updated: time,
  }),
  greeks: part({ delta: anyNumber, gamma: anyNumber, theta: anyNumber, vega: anyNumber }),
  implied_volatility: anyNumber,
  last_quote: part({
    bid: quotedPrice,
    ask: quotedPrice,
    bid_size: count,
    ask_size: count,
    last_updated: time,
    timeframe: z.string().nullish(),
  }),
  last_trade: part({ price, conditions, sip_timestamp: time, timeframe: z.string().nullish() }),
  open_interest: count,
  underlying_asset: underlyingAsset,
});

export interface ChainContext {
  underlying: string;
  /** The expiration asked for; rows of another one are refused. */
  expiration: string;
  /** New York date of the session that today's volume belongs to. */
  sessionDate: string;
  /** When the answer's last page had arrived (epoch ms): times much later than that are not believed. */
  receivedAt: number;
  /** Whether options can expire on a date. */
  checkExpiration: Calendar['checkExpiration'];
}

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
  /** Contracts whose own rows were refused for what stands in them. */
  refusedSymbols: string[];
  /** Why last trades are not the last prices of their contracts, which are there all the same. */
  refusedTrades: string[];
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
  const refusedSymbols: string[] = [];
  const expires = context.checkExpiration(context.expiration);
  const refusedTrades: string[] = [];
  const parsed = parseRows<OptionQuote>(rows, (raw) => {
    const terms = termsOfChainRow(raw);
    const identity = terms && identify(terms, context);
    if (identity?.kind === 'adjusted') {
      adjustedRows += 1;
      return null;
    }
    const result = optionRow.safeParse(raw);
    if (!result.success) {
      if (identity?.kind === 'listed') refusedSymbols.push(identity.symbol);
      return { refused: refusal(result.error) };
    }
    if (identity?.kind !== 'listed') return { refused: identity?.reason ?? 'row of an unknown shape' };
    if (!expires.isValid) return { refused: `expiration: ${expires.reason}` };
    const row = result.data;
    const spot = underlyingPriceOf(row.underlying_asset, context);
    if (spot) underlying.push(spot);
    const quotedAt =
      row.last_quote && midOf(row.last_quote) && believedTime(row.last_quote.last_updated, context);
    if (quotedAt) quoteTimes.push(quotedAt);
    tradedAt = Math.max(tradedAt, believedTime(row.last_trade?.sip_timestamp, context) ?? 0);
    hasPrints ||= row.last_quote !== null || row.last_trade !== null;
    tier ??= tierOfTimeframe(row.last_quote?.timeframe ?? row.last_trade?.timeframe);
    const { contract, refusedTrade } = toOptionQuote(row, identity.symbol, context);
    if (refusedTrade !== null) refusedTrades.push(`last trade: ${refusedTrade}`);
    return { value: contract, refused: null };
  });
  parsed.rows.sort((a, b) => a.strike - b.strike || a.optionType.localeCompare(b.optionType));
  // Rows without a quote and a trade, be they empty, are those of the smallest options plan, which say nothing else.
  if (parsed.rows.length > 0 && !hasPrints) tier = 'delayed';
  return {
    ...parsed,
    underlying: newestUnderlying(underlying),
    quotedAt: thirdNewest(quoteTimes),
    tradedAt: tradedAt || null,
    ...{ tier, adjustedRows, refusedSymbols, refusedTrades },
  };
}

function thirdNewest(times: number[]): number | null {
  return times.sort((a, b) => b - a)[Math.min(2, times.length - 1)] ?? null;
}

/**
 * What contract a raw row says it is, for leaving out repeated ones; `null` when it does not. Its terms belong to it:
 * rows with one wrong ticker in common are different ones, each of which is refused, and none takes the place of the
 * contract whose ticker it has.
 */
export function contractOf(raw: unknown): string | null {
  const details = (raw as { details?: Record<string, unknown> } | null)?.details;
  const { ticker, contract_type: type, expiration_date: expiration, strike_price: strike } = details ?? {};
  return typeof ticker === 'string' ? `${ticker} ${type} ${expiration} ${strike}` : null;
}

/** Expiration of a raw row as it says itself; `null` when it does not. */
export function expirationOf(raw: unknown): string | null {
  const expiration = (raw as { details?: { expiration_date?: unknown } } | null)?.details?.expiration_date;
  return typeof expiration === 'string' ? expiration : null;
}

type Row = z.output<typeof optionRow>;

function toOptionQuote(
  row: Row,
  symbol: string,
  context: ChainContext,
): { contract: OptionQuote; refusedTrade: string | null } {
  const { details, day, last_quote: quote, last_trade: trade } = row;
  const traded = tradedOn(day, believedTime(day?.last_updated, context), context.sessionDate);
  const quotedAt = believedTime(quote?.last_updated, context);
  const printedAt = believedTime(trade?.sip_timestamp, context);
  const { last, tradedAt, refused } = lastOfContract({
    trade: trade?.price ? { price: trade.price, conditions: trade.conditions, at: printedAt } : null,
    quote: { bid: quote?.bid ?? null, ask: quote?.ask ?? null, at: quotedAt },
    day:
      traded.last === null
        ? null
        : { close: traded.last, low: day?.low ?? null, high: day?.high ?? null, at: traded.at },
  });
  const isQuoted = (quote?.bid ?? quote?.ask ?? null) !== null;
  const contract: OptionQuote = {
    symbol,
    strike: details.strike_price,
    optionType: details.contract_type === 'call' ? 'call' : 'put',
    bid: quote?.bid ?? null,
    ask: quote?.ask ?? null,
    bidSize: quote?.bid_size ?? null,
    askSize: quote?.ask_size ?? null,
    last,
    tradedAt,
    previousClose: traded.previousClose,
    volume: traded.volume,
    openInterest: row.open_interest,
    ...greeksOf(row),
    // Of a quote whose time cannot be believed no other time is known.
    quotedAt: isQuoted ? quotedAt : tradedAt,
    sharesPerContract: details.shares_per_contract || null,
  };
  return { contract, refusedTrade: refused };
}

/**
 * What a contract's `day` says of a session. It may still be an earlier one's: its volume is not today's then, and its
 * close is the previous one. Empty, it belongs to a contract that has never traded; with values but without a time it
 * says nothing.
 */
function tradedOn(day: Row['day'], at: number | null, sessionDate: string) {
  const nothing = { last: null, previousClose: null, volume: null, at: null };
  if (day === null) return nothing;
  if (at === null) {
    const isEmpty = day.close === null && day.volume === null && day.last_updated === null;
    return { ...nothing, volume: isEmpty ? 0 : null };
  }
  if (newYorkDate(at) !== sessionDate) return { ...nothing, previousClose: day.close, volume: 0 };
  return { last: day.close, previousClose: day.previous_close, volume: day.volume, at };
}

/** Below and above these the vendor's volatility near expiry is an artefact: 0.00016 and 10.2 have been served. */
const sanestVolatility = { min: 0.005, max: 5 };

function greeksOf({ greeks, implied_volatility: volatility }: Row) {
  const isSane =
    volatility !== null && volatility >= sanestVolatility.min && volatility <= sanestVolatility.max;
  const delta = greeks?.delta ?? null;
  const hasDelta = delta !== null && Math.abs(delta) <= 1.0001;
  return {
    impliedVolatility: isSane ? volatility : null,
    delta: hasDelta ? Math.min(1, Math.max(-1, delta)) : null,
    // Tiny negative ones are rounding noise of the vendor's solver.
    gamma: hasDelta && greeks?.gamma !== null ? Math.max(0, greeks?.gamma ?? 0) : null,
    theta: hasDelta ? (greeks?.theta ?? null) : null,
    vega: hasDelta && greeks?.vega !== null ? Math.max(0, greeks?.vega ?? 0) : null,
    greeksSource: isSane || hasDelta ? ('vendor' as const) : null,
  };
}
