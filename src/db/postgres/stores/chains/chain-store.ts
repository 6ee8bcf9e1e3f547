import { lastInstant } from '../../../../market/calendar/instants.ts';
import { tradeDateOf } from '../../../../market/calendar/trade-date.ts';
import type { Chain } from '../../../../market/quotes/chain.ts';
import type { ChainRecorded, ChainStore, LevelsOf } from '../../../../recordings/chains.ts';
import type { PostgresConnection, Sql, SqlTransaction } from '../../connection/sql.ts';
import type { PostgresWriter } from '../../writer.ts';
import { createChainReads } from './chain-reads.ts';
import { appendChain, insertChain, type LatestState } from './chain-write.ts';
import { stateAt } from './contracts-at.ts';
import { type ChainKey, pollUpTo } from './poll-reads.ts';

/** With what retention needs. */
export interface PostgresChainStore extends ChainStore {
  /** Rows of a chain were removed: no later poll is compared with them. */
  forget(chain: ChainKey): void;
}

/** Chains whose state is kept in memory; loading one anew costs some statements. */
const maxStates = 64;

/** Chains in `chain_polls` and `option_contracts`; their partition is the trade date of the poll. */
export function createChainStore(
  connection: PostgresConnection,
  { write }: PostgresWriter,
): PostgresChainStore {
  /** The state at the newest poll of each chain, as this process committed it. */
  const states = new Map<string, LatestState>();

  const record = async (chain: Chain, levelsOf?: LevelsOf): Promise<ChainRecorded> => {
    const key = keyOf(chain);
    const written = await write(async (sql) => {
      const known = states.get(key);
      // Until this poll has been committed nothing is known of its chain.
      states.delete(key);
      const latest = await latestState(sql, chain, known);
      const isLast = chain.timestamp >= latest.timestamp;
      const done = await (isLast
        ? appendChain(sql, chain, latest, levelsOf)
        : insertChain(sql, chain, levelsOf));
      return { ...done, latest: isLast ? { timestamp: chain.timestamp, contracts: done.state } : latest };
    });
    states.set(key, written.latest);
    for (const oldest of states.keys()) {
      if (states.size <= maxStates) break;
      states.delete(oldest);
    }
    const { changed, refused, levelsRefused } = written;
    return { stored: changed.size, refused, ...(levelsRefused !== null && { levelsRefused }) };
  };

  return {
    ...createChainReads(connection),
    record,
    listedAt: (underlying, expiration, asOf) =>
      connection.snapshot(async (sql) => {
        const poll = await pollUpTo(sql, { underlying, expiration }, asOf);
        const known = states.get(keyOf({ underlying, expiration }));
        const isKnown = poll !== null && known?.timestamp === poll.poll.timestamp;
        return [...(isKnown ? known.contracts : await stateAt(sql, poll)).keys()];
      }),
    forget: (chain) => void states.delete(keyOf(chain)),
  };
}

const keyOf = ({ underlying, expiration }: ChainKey) => `${underlying} ${expiration}`;

const newestFrom = `select max(timestamp) as newest from chain_polls
  where underlying = $1 and expiration_date = $2 and timestamp >= $3 and trade_date >= $4`;

/** What is known, unless another process has written since: the newest poll of the chain must be the one that is known. */
async function latestState(
  sql: SqlTransaction,
  chain: ChainKey,
  known: LatestState | undefined,
): Promise<LatestState> {
  if (known && (await isNewest(sql, chain, known))) return known;
  const poll = await pollUpTo(sql, chain, lastInstant);
  return { timestamp: poll?.poll.timestamp ?? 0, contracts: await stateAt(sql, poll) };
}

async function isNewest(sql: Sql, { underlying, expiration }: ChainKey, { timestamp }: LatestState) {
  const values = [underlying, expiration, timestamp, tradeDateOf(timestamp)];
  const row = await sql.get<{ newest: number | null }>(newestFrom, values);
  return row?.newest === timestamp;
}
