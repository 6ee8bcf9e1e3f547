import type { Clock } from '../../base/clock.ts';
import type { ChainStore } from '../../recordings/chains.ts';
import type { QuoteStore } from '../../recordings/quotes.ts';
import type { Chain } from '../../market/quotes/chain.ts';
import type { Quote } from '../../market/quotes/quote.ts';
import type { HealthTracker } from '../health.ts';
import type { GapKeeper } from './gaps/gap-keeper.ts';
import { createPollQueue, type PollQueue, type WaitingPoll } from './poll-queue.ts';

/**
 * Stores what was polled, or keeps it in memory, in order and up to a bound, while the database takes no writes (a full
 * disk, another process's lock, a directory that became read-only).
 */
export interface Recorder {
  /** The main symbol's quote and nearest chain, whose missing polls are gaps. */
  quote(quote: Quote): void;
  chain(chain: Chain): void;
  /** The same for secondary symbols and expirations: no gaps, and dropped first where memory runs short. */
  readonly secondary: {
    quote(quote: Quote): void;
    chain(chain: Chain, onStored: ChainStored): void;
  };
  /** Another write succeeded: tries again what waits. */
  onWritten(): void;
  /** Polls that wait in memory. */
  waiting(): { quotes: number; chains: number };
  /** Tries once more; what still waits is lost and becomes a gap. Returns how many polls that is. */
  close(): { quotes: number; chains: number };
}

/** Called right after a chain is stored, with the contracts that were rejected; when it throws, both are tried again. */
export type ChainStored = (chain: Chain, rejected: readonly { symbol: string }[]) => void;

export interface RecorderOptions {
  quotes: Pick<QuoteStore, 'record'>;
  chains: Pick<ChainStore, 'record'>;
  clock: Clock;
  health: HealthTracker;
  gaps: Pick<GapKeeper, 'recorded' | 'lost' | 'flush'>;
  onChainStored?: ChainStored;
  /** Called with the reasons of rows that broke a rule of the database. */
  onRefusals: (reasons: readonly string[]) => void;
  onError: (error: unknown) => void;
}

/** A quote is 300 bytes, a chain of 400 contracts 150 kB: an hour or two at the usual pace, 10 MB at most. */
export const maxWaiting = { quote: 500, chain: 60 } as const;
/** The database is tried again with each poll, and this often where none is due. */
const retryMs = 30_000;

export function createRecorder(options: RecorderOptions): Recorder {
  const { quotes, chains, clock, health, gaps, onRefusals, onError, onChainStored = () => {} } = options;
  let cancelRetry: (() => void) | null = null;
  let isClosed = false;
  const queueOf = (job: 'quote' | 'chain') =>
    createPollQueue({ onRefusals, onError, onLost: (from, to) => gaps.lost(job, from, to ?? clock.now()) });
  const queues = { quote: queueOf('quote'), chain: queueOf('chain') };

  const drainAll = () => {
    cancelRetry?.();
    cancelRetry = null;
    try {
      const hasWritten = [queues.quote.drain(), queues.chain.drain()].includes(true);
      if (hasWritten) health.clear('database');
      if (hasWritten) void gaps.flush();
    } catch (error) {
      onError(error);
      // A poll may end when nothing waits for it any more.
      if (!isClosed) cancelRetry = clock.after(retryMs, drainAll);
    }
  };
  const take = (job: 'quote' | 'chain', poll: WaitingPoll) => {
    const queue: PollQueue = queues[job];
    queue.push(poll);
    drainAll();
    queue.drop(queue.size() - maxWaiting[job]);
    if (poll.isMain) gaps.recorded(job);
  };
  const takeQuote = (quote: Quote, isMain: boolean) =>
    take('quote', { at: quote.receivedAt, isMain, store: () => quotes.record(quote).isStored });
  const takeChain = (chain: Chain, isMain: boolean, onStored: ChainStored) => {
    const store = () => {
      const { refused: rejected } = chains.record(chain);
      onRefusals(rejected.map(({ reason }) => `not stored: ${reason}`));
      onStored(chain, rejected);
      return true;
    };
    take('chain', { at: chain.timestamp, isMain, store });
  };
  const waiting = () => ({ quotes: queues.quote.size(), chains: queues.chain.size() });

  return {
    quote: (quote) => takeQuote(quote, true),
    chain: (chain) => takeChain(chain, true, onChainStored),
    secondary: {
      quote: (quote) => takeQuote(quote, false),
      chain: (chain, onStored) => takeChain(chain, false, onStored),
    },
    waiting,
    onWritten() {
      if (queues.quote.size() + queues.chain.size() > 0) drainAll();
      else health.clear('database');
    },
    close() {
      isClosed = true;
      drainAll();
      const lost = waiting();
      queues.quote.drop(lost.quotes);
      queues.chain.drop(lost.chains);
      return lost;
    },
  };
}
