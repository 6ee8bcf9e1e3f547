import type { Chain } from '../../../../market/quotes/chain.ts';
import type { ChainStore } from '../../../../recordings/chains.ts';
import type { PollRow } from '../../../rows/contract-rows.ts';
import type { NativeDatabase } from '../../connection.ts';
import type { preparePolls } from './chain-polls.ts';
import type { prepareContractsAt } from './chain-rows.ts';
import { prepareChainStep } from './chain-step.ts';
import { preparePollsOfUnderlyings } from './underlying-polls.ts';

/** What the reads share with the writes. */
interface Prepared {
  polls: Pick<ReturnType<typeof preparePolls>, 'upTo' | 'instants' | 'expirations'>;
  contractsAt: ReturnType<typeof prepareContractsAt>;
}

/** The reads of the chains that follow from the rows alone. */
export function createChainReads(
  native: NativeDatabase,
  { polls, contractsAt }: Prepared,
): Omit<ChainStore, 'record' | 'listedAt'> {
  const step = prepareChainStep(native);

  const at = (underlying: string, expiration: string, asOf: number): Chain | null => {
    const poll = polls.upTo(underlying, expiration, asOf);
    return poll && { ...poll, contracts: contractsAt(underlying, expiration, poll.timestamp) };
  };

  const next = (chain: Chain, timestamp: number): Chain | null => {
    const { underlying, expiration } = chain;
    const poll = polls.upTo(underlying, expiration, timestamp);
    if (poll?.timestamp !== timestamp) return null;
    // Another poll may have been stored in between, or retention may have taken the one that the caller has.
    const before = polls.upTo(underlying, expiration, timestamp - 1);
    return before?.timestamp === chain.timestamp ? step(chain, poll) : at(underlying, expiration, timestamp);
  };

  const lastPoll = (underlying: string, asOf: number): PollRow | null => {
    let last: PollRow | null = null;
    for (const expiration of polls.expirations(underlying)) {
      const poll = polls.upTo(underlying, expiration, asOf);
      if (poll && (!last || poll.timestamp > last.timestamp)) last = poll;
    }
    return last;
  };

  return {
    async latest(underlying, asOf) {
      const poll = lastPoll(underlying, asOf);
      return poll && at(poll.underlying, poll.expiration, poll.timestamp);
    },
    at: async (underlying, expiration, asOf) => at(underlying, expiration, asOf),
    next: async (chain, timestamp) => next(chain, timestamp),
    expirations: async (underlying, asOf) =>
      polls.expirations(underlying).filter((expiration) => polls.upTo(underlying, expiration, asOf) !== null),
    polledAt: async (...range) => polls.instants(...range),
    lastPollAt: async (underlying, expiration, asOf) =>
      polls.upTo(underlying, expiration, asOf)?.timestamp ?? null,
    ...preparePollsOfUnderlyings(native),
  };
}
