import type { Chain } from '../market/quotes/chain.ts';
import type { Quote, Source } from '../market/quotes/quote.ts';
import type { Bar, Timeframe } from '../market/quotes/bar.ts';
import type { PollRequest } from './request.ts';

/**
 * Where the market data of one underlying comes from. It delivers values with their times and provenance; when it is
 * asked, and what becomes of the answers, is the caller's business. Every method may throw an `UpstreamError`.
 */
export interface UnderlyingSource {
  readonly symbol: string;
  readonly provenance: Source;
  readonly quotes: QuoteSource;
  readonly chains: ChainSource;
  readonly bars: BarSource;
}

/** A quote as it was fetched. */
export interface FetchedQuote {
  quote: Quote;
  /** Whether the plan gives a price once a day only. A close may also be what other plans have left at night. */
  isOnceADay: boolean;
}

/** Quotes of one underlying. */
export interface QuoteSource {
  /** The best price that the plan gives. */
  latest(request: PollRequest): Promise<FetchedQuote>;
  /** Close of the session before a date, from its recorded daily bar; `null` while there is none. */
  closeBefore(date: string): Promise<number | null>;
}

/** Option chains of one underlying. */
export interface ChainSource {
  /** Requests that a poll takes, as the last one did; 0 where the plan has no chains. */
  calls(): number;
  /** Whether the plan has chains, as far as is known. */
  isEntitled(): boolean;
  /**
   * A whole chain: one of which a part is missing is rejected.
   * @param intervalMs of the polls; `null` outside of any
   */
  latest(expiration: string, request: PollRequest, intervalMs: number | null): Promise<Chain>;
  /** The expiration's contracts without a price, from the reference that every plan may read. Never to be recorded. */
  strikes(expiration: string, request: PollRequest): Promise<Chain>;
}

/** A stretch of bars that is asked for. */
export interface BarsQuery {
  symbol: string;
  /** What is to be stored; more than one where they are made of the same answer. */
  timeframes: readonly Timeframe[];
  /** New York dates, both included. */
  from: string;
  to: string;
}

/** Bars of regular hours as the API answered them. */
export interface FetchedBars {
  bars: Bar[];
  /** Starts of those that could not be read, `null` where not even that could. */
  missing: readonly (number | null)[];
}

/** Bars of one underlying. */
export interface BarSource {
  /** Bars of regular hours between two dates. */
  range(query: BarsQuery, request: PollRequest): Promise<FetchedBars>;
  /** The minutes of today so far; throws `not-yet` on plans that give a day once it is over. */
  minutesOfToday(request: PollRequest): Promise<FetchedBars>;
  /** Whether the plan gives a day only once it is over, as its answer about today has shown. */
  isEndOfDay(): boolean;
}
