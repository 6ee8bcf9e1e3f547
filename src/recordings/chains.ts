import type { Chain } from '../market/quotes/chain.ts';

/** What became of a chain's contracts. */
export interface ChainRecorded {
  /** Rows written: contracts whose values differ from those at the poll before, appeared, or disappeared. */
  stored: number;
  /** Contracts that broke a rule of the database, with the reason: they stay as they were before this poll. */
  refused: { symbol: string; reason: string }[];
}

/** Option chains, exactly as they were at each poll. */
export interface ChainStore {
  /**
   * Stores a chain on change, in one transaction. A contract that is not in it is no longer listed, unless the chain
   * says that it is; it stays as it was then. Polls may come out of order (a clock stepped back, a demo run again over
   * the same hours): all others stay exactly as they were. A poll of the same instant replaces the one there.
   */
  record(chain: Chain): ChainRecorded;
  /** The newest chain up to now, by the clock; of an underlying's expiration polled last where none is given. */
  latest(underlying: string, expiration?: string): Chain | null;
  /**
   * The chain of the last poll up to an instant, exactly as it was recorded, with refused contracts as they were before;
   * `null` when there was none, or retention has taken it.
   */
  at(underlying: string, expiration: string, instant: number): Chain | null;
  /** Symbols of the contracts that were listed at the last poll up to an instant. */
  listedAt(underlying: string, expiration: string, instant: number): Iterable<string>;
  /** Expirations of an underlying that have been polled, oldest first. */
  expirations(underlying: string): string[];
  /** When a chain (or any of an underlying) was polled last, up to now; `null` if never. */
  lastPollAt(underlying: string, expiration?: string): number | null;
}
