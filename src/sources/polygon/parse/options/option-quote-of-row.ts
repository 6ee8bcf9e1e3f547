import { newYorkDate } from '../../../../market/calendar/new-york-time.ts';
import type { OptionQuote } from '../../../../market/quotes/chain.ts';
import type { ChainContext, SnapshotRow } from './chain-row.ts';
import { lastOfContract } from './last-of-contract.ts';
import { believedTime } from '../parse-quote.ts';

/** A checked row as a contract. A trade that may not set a price is left out; `rejectedTrade` says why. */
export function toOptionQuote(
  row: SnapshotRow,
  symbol: string,
  context: ChainContext,
): { contract: OptionQuote; rejectedTrade: string | null } {
  const { details, day, last_quote: quote, last_trade: trade } = row;
  const traded = tradedOn(day, believedTime(day?.last_updated, context), context.sessionDate);
  const quotedAt = believedTime(quote?.last_updated, context);
  const printedAt = believedTime(trade?.sip_timestamp, context);
  const { last, tradedAt, rejected } = lastOfContract({
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
  return { contract, rejectedTrade: rejected };
}

/**
 * What a contract's `day` says of a session. It may still be an earlier one's: its volume is not today's then, and its
 * close is the previous one. Empty, it belongs to a contract that has never traded; with values but without a time it
 * says nothing.
 */
function tradedOn(day: SnapshotRow['day'], at: number | null, sessionDate: string) {
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

function greeksOf({ greeks, implied_volatility: volatility }: SnapshotRow) {
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
