import type { PricePoint } from '../market/quotes/price-line.ts';
import type { Quote } from '../market/quotes/quote.ts';
import type { ReadOn } from './read-on.ts';

/** A recorded quote as far as it makes bars. */
export type QuoteTick = Pick<Quote, 'timestamp' | 'price' | 'volume' | 'source'>;

/** Quotes of any symbol, by the vendor's time. A read takes those received up to `asOf`. */
export interface QuoteStore {
  /**
   * Stores a quote if anything but its times differs from the last one stored at or before its `timestamp`.
   * Quotes may come out of order.
   */
  record(quote: Quote): Promise<{ isStored: boolean }>;
  /**
   * The newest quote by the vendor's time; `null` before the first. Its times are those of the row: since the last
   * change, the same values may have been received again.
   */
  latest(symbol: string, asOf: number): Promise<Quote | null>;
  /**
   * The quote whose price lies nearest to an instant by the vendor's time, of those that are a price of the day at hand
   * and lie within `withinMs` of it. `null` without one.
   */
  near(symbol: string, at: number, withinMs: number, asOf: number): Promise<Quote | null>;
  /** Prices from `fromMs` up to, not including, `toMs`, oldest first: those of stored quotes that a price line has. */
  ofDay(symbol: string, fromMs: number, toMs: number, asOf: number): Promise<PricePoint[]>;
  /**
   * What bars are made of: every stored quote from `fromMs` up to, not including, `toMs` that a price line has, oldest
   * first, and at most the newest 20,000 of them.
   */
  ticks(symbol: string, fromMs: number, toMs: number, asOf: number): Promise<QuoteTick[]>;
  /** The stored quotes by their receipt, of these symbols or of all; those of one instant as they were stored. */
  receivedBetween(
    stretch: ReadOn & { symbols?: readonly string[] | undefined; limit: number },
  ): Promise<Quote[]>;
  /** When a stored quote of any symbol was received last; `null` before the first. */
  lastReceivedAt(asOf: number): Promise<number | null>;
}
