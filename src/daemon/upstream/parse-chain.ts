import * as z from 'zod';
import type { Calendar } from '../../market/calendar.ts';
import type { OptionQuote } from '../../market/chain.ts';
import { newYorkDate } from '../../market/new-york-time.ts';
import type { DataTier } from '../../market/quote.ts';
import { identify, termsOfChainRow } from './contract-identity.ts';
import {
  anyNumber,
  believableAheadMs,
  count,
  type ParsedRows,
  parseRows,
  part,
  price,
  refusal,
  time,
} from './fields.ts';
import { tierOfTimeframe } from './parse-quote.ts';

const optionRow = z.looseObject({
  details: z.looseObject({
    ticker: z.string(),
    contract_type: z.string(),
    expiration_date: z.string(),
    strike_price: z.number().positive(),
    shares_per_contract: count,
  }),
  day: part({ close: price, previous_close: price, volume: count, last_updated: time }),
  greeks: part({ delta: anyNumber, gamma: anyNumber, theta: anyNumber, vega: anyNumber }),
  implied_volatility: anyNumber,
  last_quote: part({
    bid: price,
    ask: price,
    bid_size: count,
    ask_size: count,
    last_updated: time,
    timeframe: z.string().nullish(),
  }),
  last_trade: part({ price, sip_timestamp: time, timeframe: z.string().nullish() }),
  open_interest: count,
  underlying_asset: part({ price, timeframe: z.string().nullish() }),
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
  /** The underlying's price, where the plan gives it. */
  underlyingPrice: number | null;
  /** What the rows say of their freshness; `null` when they say nothing. */
  tier: DataTier | null;
  /** Rows of adjusted contracts, which are left out on purpose. */
  adjustedRows: number;
  /** Contracts whose own rows were refused for what stands in them. */
  refusedSymbols: string[];
}

/**
 * Rows of the option chain snapshot. Only `details` is always there; every other field depends on the plan, on whether
 * the contract traded, and on the day.
 */
export function parseChainRows(rows: readonly unknown[], context: ChainContext): ParsedChain {
  const spots: number[] = [];
  let tier: DataTier | null = null;
  let hasPrints = false;
  let adjustedRows = 0;
  const refusedSymbols: string[] = [];
  const expires = context.checkExpiration(context.expiration);
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
    if (row.underlying_asset?.price) spots.push(row.underlying_asset.price);
    hasPrints ||= row.last_quote !== null || row.last_trade !== null;
    tier ??= tierOfTimeframe(row.last_quote?.timeframe ?? row.last_trade?.timeframe);
    return { value: toOptionQuote(row, identity.symbol, context), refused: null };
  });
  parsed.rows.sort((a, b) => a.strike - b.strike || a.optionType.localeCompare(b.optionType));
  // Pages are some moments apart; the last row's price is the newest.
  // Rows without a quote and a trade, be they empty, are those of the smallest options plan, which say nothing else.
  if (parsed.rows.length > 0 && !hasPrints) tier = 'delayed';
  return { ...parsed, underlyingPrice: spots.at(-1) ?? null, tier, adjustedRows, refusedSymbols };
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

function toOptionQuote(row: Row, symbol: string, context: ChainContext): OptionQuote {
  const { details, day, last_quote: book, last_trade: trade } = row;
  const believed = (at: number | null | undefined) =>
    at && at <= context.receivedAt + believableAheadMs ? at : null;
  const traded = tradedOn(day, believed(day?.last_updated), context.sessionDate);
  return {
    symbol,
    strike: details.strike_price,
    optionType: details.contract_type === 'call' ? 'call' : 'put',
    bid: book?.bid ?? null,
    ask: book?.ask ?? null,
    bidSize: book?.bid_size ?? null,
    askSize: book?.ask_size ?? null,
    last: trade?.price ?? traded.last,
    tradedAt: null,
    previousClose: traded.previousClose,
    volume: traded.volume,
    openInterest: row.open_interest,
    ...greeksOf(row),
    quotedAt: believed(book?.last_updated) ?? believed(trade?.sip_timestamp) ?? traded.at,
    sharesPerContract: details.shares_per_contract || null,
  };
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
