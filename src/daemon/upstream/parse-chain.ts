import { z } from 'zod';
import type { OptionQuote } from '../../market/chain.ts';
import { newYorkDate } from '../../market/new-york-time.ts';
import { formatOptionSymbol, type OptionSymbolParts, parseOptionSymbol } from '../../market/option-symbol.ts';
import type { DataTier } from '../../market/quote.ts';
import { anyNumber, count, type ParsedRows, parseRows, part, price, refusal, time } from './fields.ts';
import { tierOfTimeframe } from './parse-quote.ts';

const optionRow = z.looseObject({
  details: z.looseObject({
    ticker: z.string(),
    contract_type: z.string(),
    expiration_date: z.string(),
    strike_price: z.number().positive(),
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
}

export interface ParsedChain extends ParsedRows<OptionQuote> {
  /** The underlying's price, where the plan gives it. */
  underlyingPrice: number | null;
  /** What the rows say of their freshness; `null` when they say nothing. */
  tier: DataTier | null;
}

/**
 * Rows of the option chain snapshot. Only `details` is always there; every other field depends on the plan, on whether
 * the contract traded, and on the day.
 */
export function parseChainRows(rows: readonly unknown[], context: ChainContext): ParsedChain {
  const spots: number[] = [];
  let tier: DataTier | null = null;
  const parsed = parseRows<OptionQuote>(rows, (raw) => {
    const result = optionRow.safeParse(raw);
    if (!result.success) return { refused: refusal(result.error) };
    const row = result.data;
    const symbol = parseOptionSymbol(row.details.ticker, { roots: [context.underlying] });
    if (!symbol.isValid) return { refused: `symbol: ${symbol.reason}` };
    const disagreement = disagreementOf(symbol.parts, row.details, context);
    if (disagreement) return { refused: disagreement };
    if (row.underlying_asset?.price) spots.push(row.underlying_asset.price);
    tier ??= tierOfTimeframe(row.last_quote?.timeframe ?? row.last_trade?.timeframe);
    return { value: toOptionQuote(row, formatOptionSymbol(symbol.parts, 'compact'), context), refused: null };
  });
  parsed.rows.sort((a, b) => a.strike - b.strike || a.optionType.localeCompare(b.optionType));
  // Pages are some moments apart; the last row's price is the newest.
  return { ...parsed, underlyingPrice: spots.at(-1) ?? null, tier };
}

/** Identity of a raw row, for leaving out repeated ones; `null` when it has none. */
export function tickerOf(raw: unknown): string | null {
  const ticker = (raw as { details?: { ticker?: unknown } } | null)?.details?.ticker;
  return typeof ticker === 'string' ? ticker : null;
}

type Row = z.output<typeof optionRow>;

function disagreementOf(
  { expiration, optionType, strikeMills }: OptionSymbolParts,
  details: Row['details'],
  context: ChainContext,
): string | null {
  if (expiration !== details.expiration_date) return 'symbol and expiration disagree';
  if (optionType !== details.contract_type) return 'symbol and contract type disagree';
  if (strikeMills !== Math.round(details.strike_price * 1000)) return 'symbol and strike disagree';
  if (expiration !== context.expiration) return 'another expiration than asked for';
  return null;
}

function toOptionQuote(row: Row, symbol: string, { sessionDate }: ChainContext): OptionQuote {
  const { details, day, last_quote: book, last_trade: trade } = row;
  // `day` may still be an earlier session's. Its volume is not today's then, and its close is the previous one.
  const isToday = day?.last_updated ? newYorkDate(day.last_updated) === sessionDate : false;
  return {
    symbol,
    strike: details.strike_price,
    optionType: details.contract_type === 'call' ? 'call' : 'put',
    bid: book?.bid ?? null,
    ask: book?.ask ?? null,
    bidSize: book?.bid_size ?? null,
    askSize: book?.ask_size ?? null,
    last: trade?.price ?? (isToday ? (day?.close ?? null) : null),
    previousClose: isToday ? (day?.previous_close ?? null) : (day?.close ?? null),
    volume: isToday ? (day?.volume ?? null) : day ? 0 : null,
    openInterest: row.open_interest,
    ...greeksOf(row),
    quotedAt: book?.last_updated ?? trade?.sip_timestamp ?? (isToday ? (day?.last_updated ?? null) : null),
  };
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
