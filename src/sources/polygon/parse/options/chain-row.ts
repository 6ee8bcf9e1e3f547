import type { Calendar } from '../../../../market/calendar/calendar.ts';
import * as z from 'zod';
import { anyNumber, conditions, count, part, price, quotedPrice, time } from '../fields.ts';
import type { AskedContracts } from './contract-identity.ts';
import { underlyingAsset } from './parse-underlying.ts';

export const optionRow = z.looseObject({
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

/**
 * What contract a raw row says it is, for leaving out repeated ones; `null` when it does not. Its terms belong to it:
 * rows with one wrong ticker in common are different ones, each of which is rejected, and none takes the place of the
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

/** What is asked of one chain, to hold its rows against: those of another expiration are rejected. */
export interface ChainContext extends AskedContracts {
  /** New York date of the session that today's volume belongs to. */
  sessionDate: string;
  /** When the answer's last page had arrived (epoch ms): times much later than that are not believed. */
  receivedAt: number;
  /** Whether options can expire on a date. */
  checkExpiration: Calendar['checkExpiration'];
}

/** A row of the option chain snapshot, checked. */
export type SnapshotRow = z.output<typeof optionRow>;
