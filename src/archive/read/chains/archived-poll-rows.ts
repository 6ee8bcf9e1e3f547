import type { ContractCells, PollRows } from '../../../recordings/poll-rows.ts';
import type { ContractState } from '../../../recordings/session-rows.ts';
import { dateAt } from '../archived-dates.ts';
import type { ArchivedPolls } from './archived-polls.ts';

/**
 * What the polls of an archive stored. The first poll of an expiration on a date states every contract, also where it was recorded
 * before that was the rule.
 */
export function createArchivedPollRows({ parts, dates }: Pick<ArchivedPolls, 'parts' | 'dates'>): PollRows {
  return {
    async stored({ underlying, expiration, timestamp }) {
      const date = dateAt(timestamp);
      if (!(await dates.of(underlying)).includes(date)) return [];
      const chain = await parts.chain({ underlying, date }, expiration);
      return chain.storedAt(timestamp).map(cellsOf);
    },
  };
}

function cellsOf(state: ContractState): ContractCells {
  return [
    ...([state.symbol, state.optionType, state.strike] as const),
    ...([state.bid, state.ask, state.bidSize, state.askSize, state.last, state.tradedAt] as const),
    ...([state.previousClose, state.volume, state.openInterest, state.impliedVolatility] as const),
    ...([state.delta, state.gamma, state.theta, state.vega, state.greeksSource] as const),
    ...([state.quotedAt, state.sharesPerContract, state.isListed ? 1 : 0] as const),
  ];
}
