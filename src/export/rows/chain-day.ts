import type { ContractCells } from '../../recordings/poll-rows.ts';
import type { SessionPoll } from '../../recordings/session-rows.ts';

/** Who made the rows of a poll. */
export type Provenance = 'recorded' | 'rebuilt';

/** What `pollColumns` say of a poll. */
export type PollFacts = Pick<
  SessionPoll,
  | 'underlying'
  | 'expiration'
  | 'timestamp'
  | 'underlyingPrice'
  | 'underlyingPriceSource'
  | 'underlyingPriceAt'
  | 'tier'
  | 'source'
>;

/**
 * A poll of a chain, and the states of contracts that it stored, by symbol. Of a rebuilt minute, which counts as a poll at its
 * end, every contract of the rebuilt chain.
 */
export interface StoredPoll {
  poll: PollFacts;
  provenance: Provenance;
  rows: readonly ContractCells[];
}

/** One chain on one trade date. */
export interface ChainDay {
  /** Trade date. */
  readonly date: string;
  /** All of the date, oldest first. */
  readonly polls: readonly Pick<PollFacts, 'timestamp' | 'underlyingPrice'>[];
  /** Reads the polls from one instant to another, both included. The first recorded poll of the date states every contract. */
  read(from: number, to: number): AsyncIterable<StoredPoll>;
}
