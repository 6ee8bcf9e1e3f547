import { tradeDateOf } from '../../../../market/calendar/trade-date.ts';
import type { Chain, OptionQuote } from '../../../../market/quotes/chain.ts';
import type { ChainRecorded, LevelsOf } from '../../../../recordings/chains.ts';
import { type ChainChanges, changesOf, rowsToPutBack } from '../../../rows/chain-changes.ts';
import type { SqlTransaction } from '../../connection/sql.ts';
import { ensurePartitions } from '../../partitions.ts';
import { writeLevelsOfChain } from '../levels/levels-write.ts';
import { stateAt } from './contracts-at.ts';
import {
  keepContracts,
  recountPoll,
  replaceContracts,
  replaceWhatFits,
  writePoll,
} from './contract-write.ts';
import { pollAfter, pollUpTo } from './poll-reads.ts';

/** The state at the newest poll of one chain, to compare the next one with. */
export interface LatestState {
  /** Epoch ms; 0 before the first poll. */
  timestamp: number;
  contracts: Map<string, OptionQuote>;
}

/** What became of a poll. */
export interface WrittenChain extends Pick<ChainChanges, 'state' | 'changed'> {
  refused: ChainRecorded['refused'];
  levelsRefused: string | null;
}

/** Writes a poll that no poll of its chain is later than. */
export async function appendChain(
  sql: SqlTransaction,
  chain: Chain,
  latest: LatestState,
  levelsOf?: LevelsOf,
): Promise<WrittenChain> {
  const isAgain = chain.timestamp === latest.timestamp;
  const isWhole = isAgain
    ? await isFirstOfDay(sql, chain)
    : tradeDateOf(latest.timestamp) !== tradeDateOf(chain.timestamp);
  const written = await writeChanges(sql, chain, latest.contracts, isWhole);
  // Compared with itself, a poll that is stored again has changed nothing; its rows are there all the same.
  if (isAgain) await recountPoll(sql, chain, tradeDateOf(chain.timestamp));
  return { ...written, levelsRefused: await writeLevelsOfChain(sql, written.refused, levelsOf) };
}

/** Writes a poll that comes before others of its chain, and leaves all of them exactly as they were. */
export async function insertChain(
  sql: SqlTransaction,
  chain: Chain,
  levelsOf?: LevelsOf,
): Promise<WrittenChain> {
  const { timestamp } = chain;
  const last = await pollUpTo(sql, chain, timestamp);
  const before = await stateAt(sql, last);
  const next = await pollAfter(sql, chain, timestamp);
  const after = await stateAt(sql, next);
  const written = await writeChanges(sql, chain, before, await isFirstOfDay(sql, chain));
  if (next) {
    await keepContracts(sql, rowsToPutBack(next.poll, after, written.changed), next.poll, next.date);
    await recountPoll(sql, next.poll, next.date);
  }
  if (last?.poll.timestamp === timestamp) await recountPoll(sql, chain, tradeDateOf(timestamp));
  return { ...written, levelsRefused: await writeLevelsOfChain(sql, written.refused, levelsOf) };
}

/** Writes a poll and its rows: two statements for a chain of which no row breaks a rule and no contract is missing. */
async function writeChanges(
  sql: SqlTransaction,
  chain: Chain,
  before: ReadonlyMap<string, OptionQuote>,
  isWhole: boolean,
): Promise<Omit<WrittenChain, 'levelsRefused'>> {
  const date = tradeDateOf(chain.timestamp);
  await ensurePartitions(sql, date);
  let changes = changesOf(chain, before, isWhole);
  const refused = await replaceWhatFits(sql, changes.named, changes.poll, date);
  if (refused.length > 0) {
    changes = changesOf(chain, before, isWhole, new Set(refused.map(({ symbol }) => symbol)));
  }
  await replaceContracts(sql, changes.unnamed, changes.poll, date);
  const { poll, state, changed } = changes;
  await writePoll(sql, poll, date, { contracts: state.size, stored: changed.size });
  return { state, changed, refused };
}

const anyBefore = `select 1 from chain_polls
  where trade_date = $1 and underlying = $2 and expiration_date = $3 and timestamp < $4 limit 1`;

/** So that a trading day can be read from its own rows. */
async function isFirstOfDay(sql: SqlTransaction, { underlying, expiration, timestamp }: Chain) {
  return (await sql.get(anyBefore, [tradeDateOf(timestamp), underlying, expiration, timestamp])) === null;
}
