import type { Chain } from '../../../../market/quotes/chain.ts';
import type { ChainStore } from '../../../../recordings/chains.ts';
import { contractsAfter } from '../../../rows/chain-changes.ts';
import type { PostgresConnection, Sql } from '../../connection/sql.ts';
import { contractsAt, storedBy } from './contracts-at.ts';
import { lastPollOf, pollsUpTo, pollUpTo, type StoredPoll } from './poll-reads.ts';
import { pollsOfUnderlyings } from './underlying-polls.ts';

/** The reads of the chains that follow from the rows alone. */
export function createChainReads(connection: PostgresConnection): Omit<ChainStore, 'record' | 'listedAt'> {
  const lastPollAt: ChainStore['lastPollAt'] = async (underlying, expiration, asOf) => {
    const poll = await pollUpTo(connection, { underlying, expiration }, asOf);
    return poll?.poll.timestamp ?? null;
  };
  return {
    latest: (underlying, asOf) =>
      connection.snapshot(async (sql) => chainOf(sql, await lastPollOf(sql, underlying, asOf))),
    at: (underlying, expiration, asOf) =>
      connection.snapshot(async (sql) => chainOf(sql, await pollUpTo(sql, { underlying, expiration }, asOf))),
    next: (chain, timestamp) => connection.snapshot((sql) => next(sql, chain, timestamp)),
    lastPollAt,
    ...pollsOfUnderlyings(connection),
  };
}

async function chainOf(sql: Sql, poll: StoredPoll | null): Promise<Chain | null> {
  return poll && { ...poll.poll, contracts: await contractsAt(sql, poll) };
}

async function next(sql: Sql, chain: Chain, timestamp: number): Promise<Chain | null> {
  const [poll, before] = await pollsUpTo(sql, chain, timestamp, 2);
  if (poll?.poll.timestamp !== timestamp) return null;
  // Another poll may have been stored in between, or retention may have taken the one that the caller has.
  if (before?.poll.timestamp !== chain.timestamp) return chainOf(sql, poll);
  const stored = await storedBy(sql, poll.poll, poll.date);
  return { ...poll.poll, contracts: contractsAfter(chain.contracts, stored) };
}
