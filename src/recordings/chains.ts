import type { Chain } from '../market/quotes/chain.ts';
import type { RecordedLevels } from '../market/levels/levels.ts';
import type { ReadOn } from './read-on.ts';

/** What became of a chain's contracts. */
export interface ChainRecorded {
  /**
   * Rows written: contracts whose values differ from those at the poll before, appeared, or disappeared; at the first
   * poll of a trading day (`tradeDateOf`), every contract.
   */
  stored: number;
  /** Contracts that broke a rule of the database, with the reason: they stay as they were before this poll. */
  refused: { symbol: string; reason: string }[];
  /** Why the levels broke a rule of the database; absent where they are stored, or none were given. */
  levelsRefused?: string;
}

/**
 * The levels to store with a chain, without the contracts that broke a rule; `null` where none are recorded. It is called
 * within the write: it must be synchronous and read nothing but memory, and may be called again when the write is tried
 * again.
 */
export type LevelsOf = (refused: readonly { symbol: string }[]) => RecordedLevels | null;

/** One poll of an underlying's chains. */
export interface ExpirationPoll {
  /** `YYYY-MM-DD`. */
  expiration: string;
  /** Epoch ms, as `Chain.timestamp`. */
  timestamp: number;
}

/** The polls of an underlying on one trade date (`tradeDateOf`), of all its expirations. */
export interface PolledDay {
  /** `YYYY-MM-DD`; a date without a session where polls were made on the evening before one. */
  date: string;
  /** Epoch ms of the first and the last poll. */
  first: number;
  last: number;
  polls: number;
}

/** Option chains, exactly as they were at each poll. A read takes the polls answered up to `asOf`. */
export interface ChainStore {
  /**
   * Stores a chain on change and its levels, in one transaction; the first poll of a trading day is stored whole, so that a day can be
   * read without the days before it. A contract that is not in it is no longer listed, unless the chain
   * says that it is; it stays as it was then. Polls may come out of order (a clock stepped back, a demo run again over
   * the same hours): all others stay exactly as they were. A poll of the same instant replaces the one there. Levels that
   * break a rule are left out alone.
   */
  record(chain: Chain, levelsOf?: LevelsOf): Promise<ChainRecorded>;
  /** The chain of an underlying that was polled last, of whichever expiration; `null` before the first. */
  latest(underlying: string, asOf: number): Promise<Chain | null>;
  /**
   * The chain of its last poll, exactly as it was recorded, with refused contracts as they were before;
   * `null` when there was none, or retention has taken it.
   */
  at(underlying: string, expiration: string, asOf: number): Promise<Chain | null>;
  /** Symbols of the contracts that were listed at the last poll, in no order. */
  listedAt(underlying: string, expiration: string, asOf: number): Promise<string[]>;
  /** Expirations of an underlying that had been polled, oldest first. */
  expirations(underlying: string, asOf: number): Promise<string[]>;
  /** When a chain was polled, from one instant up to another, oldest first; what retention has taken is not there. */
  polledAt(underlying: string, expiration: string, from: number, asOf: number): Promise<number[]>;
  /** When a chain was polled last; `null` if never. */
  lastPollAt(underlying: string, expiration: string, asOf: number): Promise<number | null>;
  /** The last poll of each expiration of an underlying, by expiration. */
  lastPolls(underlying: string, asOf: number): Promise<ExpirationPoll[]>;
  /** The polls of an underlying, of all its expirations, those of one instant by expiration. */
  pollsBetween(stretch: ReadOn & { underlying: string; limit: number }): Promise<ExpirationPoll[]>;
  /**
   * The chain of the poll at `timestamp`, exactly as `at` gives it, for a fraction of the work: `chain` is that of the poll
   * before it, as it was read. Contracts that did not change are the same objects. `null` where there is no poll then.
   */
  next(chain: Chain, timestamp: number): Promise<Chain | null>;
  /** Symbols with polls, in order. */
  underlyings(asOf: number): Promise<string[]>;
  /** The trade dates on which an underlying was polled, oldest first. */
  polledDays(underlying: string, asOf: number): Promise<PolledDay[]>;
}
