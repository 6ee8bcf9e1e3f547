import type { ContractCells } from '../../recordings/poll-rows.ts';
import type { SessionPoll } from '../../recordings/session-rows.ts';

/** A poll of a chain, and the states of contracts that it stored, by symbol. */
export interface StoredPoll {
  poll: SessionPoll;
  rows: readonly ContractCells[];
}

/** One chain on one trade date. */
export interface ChainDay {
  /** Trade date. */
  readonly date: string;
  /** All of the date, oldest first. */
  readonly polls: readonly SessionPoll[];
  /** Reads the polls from one instant to another, both included. The first poll of the date states every contract. */
  read(from: number, to: number): AsyncIterable<StoredPoll>;
}
