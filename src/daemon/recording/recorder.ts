import { type Clock, withinLimit } from '../../base/clock.ts';
import type { ChainStore } from '../../recordings/chains.ts';
import type { QuoteStore } from '../../recordings/quotes.ts';
import type { Chain } from '../../market/quotes/chain.ts';
import { isRepeat, type Quote } from '../../market/quotes/quote.ts';
import type { HealthTracker } from '../health.ts';
import type { GapKeeper } from './gaps/gap-keeper.ts';
import { createPollStores } from './poll-stores.ts';
import { createPollQueue, type WaitingPoll } from './poll-queue.ts';
import type { Spool } from './spool/spool.ts';
import type { SpooledPoll } from './spool/spooled-poll.ts';
import type { RecordedLevels } from '../../market/levels/levels.ts';

/**
 * Stores what was polled, or keeps it in memory, in order and up to a bound, while the database takes no writes (a full
 * disk, another process's lock, a directory that became read-only). What memory has no room for goes into the spool,
 * where there is one.
 */
export interface Recorder {
  /** The main symbol's quote and nearest chain, whose missing polls are gaps. @param before the quote polled before */
  quote(quote: Quote, before?: Quote | null): void;
  chain(chain: Chain): void;
  /** The same for secondary symbols and expirations: no gaps, and dropped first where memory runs short. */
  readonly secondary: {
    quote(quote: Quote): void;
    chain(chain: Chain, levels: ChainLevels): void;
  };
  /** Another write succeeded: tries again what waits. */
  onWritten(): void;
  /** Polls in memory and in the spool that are not stored yet, one being stored included. */
  waiting(): { quotes: number; chains: number };
  /** Resolves when no poll waits any more, or the database has not taken one. */
  settled(): Promise<void>;
  /**
   * Tries once more, for a limited time; what still waits then goes into the spool, or is lost and becomes a gap. Resolves
   * to how many polls are lost.
   */
  close(): Promise<{ quotes: number; chains: number }>;
}

/** What is stored in one transaction with a chain. */
export interface ChainLevels {
  /** Its levels without the contracts that were rejected; `null` where none are recorded. Synchronous, called once a try. */
  recordedOf(chain: Chain, rejected: readonly { symbol: string }[]): RecordedLevels | null;
  /** The chain was stored, but for some contracts, which its levels are without. */
  onRejected(chain: Chain): void;
}

/** The stores, and who is notified of what could not be stored. */
export interface RecorderOptions {
  quotes: Pick<QuoteStore, 'record'>;
  chains: Pick<ChainStore, 'record'>;
  clock: Clock;
  health: HealthTracker;
  gaps: Pick<GapKeeper, 'recorded' | 'lost' | 'flush'>;
  /** Of the main symbol's nearest chain; none are recorded without it. */
  levels?: ChainLevels;
  /** Where polls wait that memory has no room for; without it they are lost. */
  spool?: Spool | null;
  /** Called with the reasons of rows that broke a rule of the database. */
  onRejections: (reasons: readonly string[]) => void;
  onError: (error: unknown) => void;
}

/** A quote is 300 bytes, a chain of 400 contracts 150 kB: an hour or two at the usual pace, 10 MB at most. */
export const maxWaiting = { quote: 500, chain: 60 } as const;
/** The database is tried again with each poll, and this often where none is due. */
const retryMs = 30_000;
/** Real milliseconds that closing waits for what is being stored: less than a part has to close in. */
const drainMs = 3000;

const nothing = { quotes: 0, chains: 0 };
const noLevels: ChainLevels = { recordedOf: () => null, onRejected: () => {} };

/** Records polls in order; while the database takes no writes, polls wait in memory. */
export function createRecorder(options: RecorderOptions): Recorder {
  const { quotes, clock, health, gaps, onRejections, onError } = options;
  const { levels: mainLevels = noLevels, spool = null } = options;
  let cancelRetry: (() => void) | null = null;
  let isClosed = false;
  let flight: Promise<void> | null = null;
  const queueOf = (job: 'quote' | 'chain') =>
    createPollQueue({ onRejections, onError, onLost: (from, to) => gaps.lost(job, from, to ?? clock.now()) });
  const queues = { quote: queueOf('quote'), chain: queueOf('chain') };
  const waiting = () => {
    const { quotes: inFile, chains: chainsInFile } = spool?.size() ?? nothing;
    return { quotes: queues.quote.size() + inFile, chains: queues.chain.size() + chainsInFile };
  };
  const isWaiting = () => waiting().quotes + waiting().chains > 0;
  const dropExcess = (job: 'quote' | 'chain') => queues[job].drop(queues[job].size() - maxWaiting[job]);

  const { storeChain, storeSpooled } = createPollStores(options);

  const drainAll = async () => {
    try {
      let hasWritten = false;
      // What is polled while another kind is being stored has its turn, too.
      while (isWaiting()) {
        // Its polls are older than those in memory.
        if (spool) hasWritten = (await spool.drain(storeSpooled)) || hasWritten;
        for (const queue of [queues.quote, queues.chain]) hasWritten = (await queue.drain()) || hasWritten;
      }
      if (hasWritten) health.clear('database');
      if (hasWritten) void gaps.flush();
    } catch (error) {
      onError(error);
      // A poll may end when nothing waits for it any more.
      if (!isClosed) cancelRetry = clock.after(retryMs, () => void drain());
    }
    dropExcess('quote');
    dropExcess('chain');
    // In this very turn: a poll of the next one begins a flight of its own.
    flight = null;
  };
  /** One at a time, so that polls are stored in their order. It never fails. */
  const drain = async (): Promise<void> => {
    cancelRetry?.();
    cancelRetry = null;
    if (isWaiting()) flight ??= drainAll();
    await flight;
  };

  const take = (job: 'quote' | 'chain', poll: WaitingPoll, leavesRow = true) => {
    const isDraining = flight !== null;
    queues[job].push(poll);
    void drain();
    // The bound holds also while a database keeps one poll for long. Otherwise this poll's own try comes first.
    if (isDraining) dropExcess(job);
    if (poll.isMain) gaps.recorded(job, leavesRow);
  };
  const spoolPoll = (poll: () => SpooledPoll) => () => spool?.push(poll()) ?? false;
  const takeQuote = (quote: Quote, isMain: boolean, before: Quote | null = null) => {
    const store = async () => (await quotes.record(quote)).isStored;
    const spooled = spoolPoll(() => ({ kind: 'quote', quote }));
    take(
      'quote',
      { at: quote.receivedAt, isMain, store, spool: spooled },
      before === null || !isRepeat(quote, before),
    );
  };
  const takeChain = (chain: Chain, isMain: boolean, levels: ChainLevels) => {
    const store = async () => {
      if ((await storeChain(chain, (rejected) => levels.recordedOf(chain, rejected))) > 0)
        levels.onRejected(chain);
      return true;
    };
    const spooled = spoolPoll(() => ({ kind: 'chain', chain, levels: levels.recordedOf(chain, []) }));
    take('chain', { at: chain.timestamp, isMain, store, spool: spooled });
  };

  return {
    quote: (quote, before) => takeQuote(quote, true, before),
    chain: (chain) => takeChain(chain, true, mainLevels),
    secondary: {
      quote: (quote) => takeQuote(quote, false),
      chain: (chain, levels) => takeChain(chain, false, levels),
    },
    waiting,
    onWritten() {
      if (isWaiting()) void drain();
      else health.clear('database');
    },
    settled: async () => void (await flight),
    async close() {
      isClosed = true;
      await withinLimit(clock, drainMs, drain());
      // A try that had begun before may have failed with a retry to come.
      cancelRetry?.();
      cancelRetry = null;
      return { quotes: queues.quote.giveUp(), chains: queues.chain.giveUp() };
    },
  };
}
