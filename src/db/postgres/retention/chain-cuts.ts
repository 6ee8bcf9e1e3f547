import { tradeDateOf } from '../../../market/calendar/trade-date.ts';
import type { Removable } from '../../retention/retention-gate.ts';
import type { Sql } from '../connection/sql.ts';
import { datesOfPartitions } from '../partition-dates.ts';
import { rowsAt } from '../stores/chains/contracts-at.ts';
import { type ChainKey, pollUpTo, type StoredPoll } from '../stores/chains/poll-reads.ts';

/** A chain that has polls both before the cutoff of its underlying and after it, or has not expired. */
export interface ContinuingChain {
  /** Its last poll up to the cutoff, which the first kept instant needs. */
  poll: StoredPoll;
  /** The rows that hold at that poll, one for each contract that was listed. */
  rows: { id: number; date: string }[];
}

/** What retention takes of the chains: every poll and row of earlier trade dates, but what continuing chains need. */
export interface ChainCuts {
  continuing: ContinuingChain[];
  /** Chains that expired before the first kept trade date and were not polled since: all of them goes. */
  expired: ChainKey[];
}

// Each date's expirations are found one from the other.
const chainsBefore = `
  with recursive day (date) as (${datesOfPartitions('chain_polls')}),
  chain (date, expiration) as (
    select date, (select expiration_date from chain_polls
                  where trade_date = date and underlying = $1 order by expiration_date limit 1)
    from day where date < $2
    union all
    select date, (select expiration_date from chain_polls
                  where trade_date = date and underlying = $1 and expiration_date > chain.expiration
                  order by expiration_date limit 1)
    from chain where expiration is not null)
  select expiration, expiration < $2::date and not exists (
      select 1 from chain_polls as later
      where later.trade_date >= $2 and later.underlying = $1 and later.expiration_date = chain.expiration)
    as "isOver"
  from (select distinct expiration from chain where expiration is not null) as chain order by expiration`;

/** Looks at the chains that reach back beyond the cutoff of their underlying. */
export async function findChainCuts(sql: Sql, { symbols, cutoffOf }: Removable): Promise<ChainCuts> {
  const cuts: ChainCuts = { continuing: [], expired: [] };
  for (const underlying of symbols) {
    const cutoff = cutoffOf(underlying);
    const chains = await sql.all<{ expiration: string; isOver: boolean }>(chainsBefore, [
      underlying,
      tradeDateOf(cutoff),
    ]);
    for (const { expiration, isOver } of chains) {
      if (isOver) {
        cuts.expired.push({ underlying, expiration });
        continue;
      }
      const poll = await pollUpTo(sql, { underlying, expiration }, cutoff);
      if (poll) cuts.continuing.push({ poll, rows: await rowsAt(sql, poll) });
    }
  }
  return cuts;
}
