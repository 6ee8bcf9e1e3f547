import type { Alert } from '../market/alerts/alert.ts';
import type { RecordedLevels } from '../market/levels/levels.ts';
import type { Chain, OptionQuote } from '../market/quotes/chain.ts';
import type { Quote } from '../market/quotes/quote.ts';
import type { NoticedGap } from './gaps.ts';

/** Whose session: any symbol with polls, quotes or alerts, on one trade date (`tradeDateOf`). */
export interface SessionKey {
  underlying: string;
  /** `YYYY-MM-DD`. A date without a session is one too where something was recorded on it. */
  date: string;
}

/** A contract as one poll stored it. It holds until the contract's next state. */
export interface ContractState extends OptionQuote {
  /** `YYYY-MM-DD`. */
  expiration: string;
  /** Epoch ms of the poll. */
  timestamp: number;
  /** `false`: the contract was missing from the chain from this poll on. */
  isListed: boolean;
}

/** `complete`: every row of the answer made sense; `partial`: some were left out; `empty`: there was no contract. */
export type PollStatus = 'complete' | 'partial' | 'empty';

/** A poll of a chain without its contracts. */
export interface SessionPoll extends Omit<Chain, 'contracts' | 'stillListed' | 'isStrikesOnly'> {
  /** Contracts that were listed at this poll. */
  contracts: number;
  /** States of contracts that the database counts to this poll. */
  stored: number;
  status: PollStatus;
}

/**
 * Rows of a session by table, as they are in the recording. States that `SessionRows.contracts` completes at the first
 * poll are not counted.
 */
export interface SessionCounts {
  polls: number;
  contracts: number;
  quotes: number;
  levels: number;
  gaps: number;
  alerts: number;
}

/**
 * All that a recording holds of one underlying on one trade date, as its stores would give it. A session of which retention has
 * taken rows is still one while the database keeps any: `ArchivedSession` says whether they are all.
 */
export interface SessionRows {
  /** The sessions with polls, quotes or alerts up to `asOf`: by date, those of one date by symbol. */
  sessions(asOf: number): Promise<SessionKey[]>;
  /** Counted by index, in milliseconds. */
  counts(key: SessionKey): Promise<SessionCounts>;
  /** By time, those of one instant by expiration. */
  polls(key: SessionKey): Promise<SessionPoll[]>;
  /**
   * The first `limit` contracts after a symbol (`null`: from the first one on) in the order of their symbols, each with its
   * states of the date, oldest first; fewer than `limit` at the end. The first poll of an expiration on the date states every
   * contract that it lists: what was recorded before that was the rule is completed from the contract's state before it.
   */
  contracts(key: SessionKey, after: string | null, limit: number): Promise<ContractState[][]>;
  /** By receipt, which decides their date; those of one instant as they were stored. */
  quotes(key: SessionKey): Promise<Quote[]>;
  /** Levels of the polls of the date, of whichever chain, by time. */
  levels(key: SessionKey): Promise<RecordedLevels[]>;
  /** Gaps of the session of the date, by their begin. */
  gaps(key: SessionKey): Promise<NoticedGap[]>;
  /** Alerts of the symbol that were sent on the date, oldest first. */
  alerts(key: SessionKey): Promise<Alert[]>;
}
