import { messageOf } from '../../../../base/errors.ts';
import { tradeDateOf } from '../../../../market/calendar/trade-date.ts';
import type { Chain, OptionQuote } from '../../../../market/quotes/chain.ts';
import type { ChainRecorded, ChainStore, LevelsOf } from '../../../../recordings/chains.ts';
import { changesOf, rowsToPutBack } from '../../../rows/chain-changes.ts';
import type { PollRow } from '../../../rows/contract-rows.ts';
import { preparePolls } from './chain-polls.ts';
import { createChainReads } from './chain-reads.ts';
import { prepareContractsAt, prepareContractWrite } from './chain-rows.ts';
import type { NativeDatabase } from '../../connection.ts';
import type { Writer } from '../../writer.ts';
import { prepareLevelsOfChain } from '../levels-store.ts';

/** With what retention needs. */
export interface SqliteChainStore extends ChainStore {
  /** Rows of a chain were removed: no later poll is compared with them. */
  forget(underlying: string, expiration: string): void;
}

/** The state at the newest poll of one chain, to compare the next one with. */
interface Latest {
  timestamp: number;
  contracts: Map<string, OptionQuote>;
}

/** Chains whose state is kept in memory; loading one anew costs a few milliseconds. */
const maxBooks = 16;

/**
 * `onWritten` is called with each poll that was stored. `forget` must be called when retention removes a chain's rows, or
 * later polls would be compared with what is gone.
 */
export function createChainStore(
  native: NativeDatabase,
  writer: Writer,
  onWritten: () => void,
): SqliteChainStore {
  const writeLevels = prepareLevelsOfChain(native);
  const polls = preparePolls(native);
  const contractsAt = prepareContractsAt(native);
  const replace = prepareContractWrite(native, 'replace');
  const keep = prepareContractWrite(native, 'keep');
  const books = new Map<string, Latest>();

  const stateAt = (poll: PollRow | null): Map<string, OptionQuote> => {
    if (!poll) return new Map();
    const contracts = contractsAt(poll.underlying, poll.expiration, poll.timestamp);
    return new Map(contracts.map((contract) => [contract.symbol, contract]));
  };

  const loadBook = (key: string, { underlying, expiration }: PollRow): Latest => {
    const newest = polls.upTo(underlying, expiration, Number.MAX_SAFE_INTEGER);
    const book = books.get(key) ?? { timestamp: newest?.timestamp ?? 0, contracts: stateAt(newest) };
    books.delete(key);
    books.set(key, book);
    for (const oldest of books.keys()) {
      if (books.size <= maxBooks) break;
      books.delete(oldest);
    }
    return book;
  };

  /**
   * Writes a poll and the states that differ from `before`, or all where it is the first of its trading day. Gives the
   * states as they are from this poll on.
   */
  const write = (chain: Chain, before: ReadonlyMap<string, OptionQuote>) => {
    const isWhole = isFirstOfDay(chain, polls);
    const now = chain.timestamp;
    const refused: ChainRecorded['refused'] = [];
    let changes = changesOf(chain, before, isWhole);
    replace(changes.named, now, ({ contract: { symbol } }, error) => {
      refused.push({ symbol, reason: messageOf(error) });
    });
    if (refused.length > 0) {
      changes = changesOf(chain, before, isWhole, new Set(refused.map(({ symbol }) => symbol)));
    }
    const { poll, unnamed, state, changed } = changes;
    replace(unnamed, now);
    polls.write(poll, state.size, changed.size, now);
    return { state, changed, refused };
  };

  const append = native.transaction((chain: Chain, book: Latest, levelsOf?: LevelsOf) => {
    const written = write(chain, book.contracts);
    // Compared with itself, a poll that is stored again has changed nothing; its rows are there all the same.
    if (chain.timestamp === book.timestamp) polls.recount(chain);
    return { ...written, levelsRefused: writeLevels(written.refused, levelsOf) };
  });

  const insertBetween = native.transaction((chain: Chain, levelsOf?: LevelsOf) => {
    const { underlying, expiration, timestamp } = chain;
    const lastPoll = polls.upTo(underlying, expiration, timestamp);
    const before = stateAt(lastPoll);
    const next = polls.after(underlying, expiration, timestamp);
    const after = stateAt(next);
    const written = write(chain, before);
    if (next) {
      keep(rowsToPutBack(next, after, written.changed), next.timestamp);
      polls.recount(next);
    }
    if (lastPoll?.timestamp === timestamp) polls.recount(chain);
    return { ...written, levelsRefused: writeLevels(written.refused, levelsOf) };
  });

  const record = (chain: Chain, levelsOf?: LevelsOf): ChainRecorded => {
    const key = `${chain.underlying} ${chain.expiration}`;
    const book = loadBook(key, chain);
    const isLast = chain.timestamp >= book.timestamp;
    const written = isLast
      ? append.immediate(chain, book, levelsOf)
      : insertBetween.immediate(chain, levelsOf);
    const { state, changed, refused, levelsRefused } = written;
    if (isLast) books.set(key, { timestamp: chain.timestamp, contracts: state });
    onWritten();
    return { stored: changed.size, refused, ...(levelsRefused !== null && { levelsRefused }) };
  };

  return {
    ...createChainReads(native, { polls, contractsAt }),
    record: (chain, levelsOf) => writer.write(() => record(chain, levelsOf)),
    async listedAt(underlying, expiration, asOf) {
      const poll = polls.upTo(underlying, expiration, asOf);
      if (!poll) return [];
      const book = books.get(`${underlying} ${expiration}`);
      return [...(book?.timestamp === poll.timestamp ? book.contracts : stateAt(poll)).keys()];
    },
    forget: (underlying, expiration) => void books.delete(`${underlying} ${expiration}`),
  };
}

/** So that a trading day can be read from its own rows. */
function isFirstOfDay(
  { underlying, expiration, timestamp }: Chain,
  { upTo }: Pick<ReturnType<typeof preparePolls>, 'upTo'>,
): boolean {
  const before = upTo(underlying, expiration, timestamp - 1);
  return before === null || tradeDateOf(before.timestamp) !== tradeDateOf(timestamp);
}
