import type { Clock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { ChainStore } from '../../recordings/chains.ts';
import type { QuoteStore } from '../../recordings/quotes.ts';
import { RejectedRow } from '../../recordings/rejected-row.ts';
import type { Chain } from '../../market/quotes/chain.ts';
import type { Quote } from '../../market/quotes/quote.ts';
import type { HealthTracker } from '../health.ts';
import type { GapKeeper, RecordedJob } from './gap-keeper.ts';

/**
 * Stores what was polled, or keeps it in memory, in order and up to a bound, while the database takes no writes (a full
 * disk, another process's lock, a directory that became read-only).
 */
export interface Recorder {
  /** What the gap ledger is about: the main symbol's quote and 0-DTE chain. */
  quote(quote: Quote): void;
  chain(chain: Chain): void;
  /** The same for what is polled besides. It is the first to be given up where memory runs short. */
  readonly beside: {
    quote(quote: Quote): void;
    chain(chain: Chain, onStored: ChainStored): void;
  };
  /** Another write went through: what waits may have a chance now. */
  onWritten(): void;
  waiting(): { quotes: number; chains: number };
  /** Tries once more; what still waits is lost and becomes a gap. Tells how many polls that is. */
  close(): { quotes: number; chains: number };
}

/** Stores what follows from a chain, right after it, but for the contracts refused; when it fails, both are tried again. */
export type ChainStored = (chain: Chain, refused: readonly { symbol: string }[]) => void;

export interface RecorderOptions {
  quotes: Pick<QuoteStore, 'record'>;
  chains: Pick<ChainStore, 'record'>;
  clock: Clock;
  health: HealthTracker;
  gaps: Pick<GapKeeper, 'recorded' | 'lost' | 'flush'>;
  onChainStored?: ChainStored;
  /** Rows that broke a rule of the database. */
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

  const quoteQueue: Queue = { job: 'quote', items: [] };
  const chainQueue: Queue = { job: 'chain', items: [] };
  const quoteItem = (quote: Quote, isMain: boolean): Item => ({
    at: quote.receivedAt,
    isMain,
    store: () => quotes.record(quote).isStored,
  });
  const chainItem = (chain: Chain, isMain: boolean, onStored: ChainStored): Item => ({
    at: chain.timestamp,
    isMain,
    store() {
      const { refused } = chains.record(chain);
      onRefusals(refused.map(({ reason }) => `not stored: ${reason}`));
      onStored(chain, refused);
      return true;
    },
  });
  const isWaiting = () => quoteQueue.items.length + chainQueue.items.length > 0;

  /** Stores the oldest ones first, up to the first that the database does not take. Says whether anything was written. */
  const drain = (queue: Queue): boolean => {
    let hasWritten = false;
    for (let item = queue.items[0]; item !== undefined; item = queue.items[0]) {
      try {
        hasWritten = item.store() || hasWritten;
      } catch (error) {
        if (error instanceof RejectedRow) {
          // It would be refused for ever: it is counted with the rows that made no sense.
          onRefusals([`not stored: ${error instanceof Error ? error.message : String(error)}`]);
        } else if (error instanceof SpyglassError) {
          throw error;
        } else {
          onError(error);
        }
        drop(queue, 0);
        continue;
      }
      queue.items.shift();
    }
    return hasWritten;
  };

  const drop = (queue: Queue, index: number) => {
    const [item] = queue.items.splice(index, 1);
    if (!item?.isMain) return;
    const next = queue.items.find(({ isMain }) => isMain);
    gaps.lost(queue.job, item.at, next?.at ?? clock.now());
  };
  /** Gives up the oldest ones, of the main symbol last. */
  const forget = (queue: Queue, count: number) => {
    for (let left = Math.min(count, queue.items.length); left > 0; left--) {
      drop(
        queue,
        Math.max(
          0,
          queue.items.findIndex(({ isMain }) => !isMain),
        ),
      );
    }
  };

  const drainAll = () => {
    cancelRetry?.();
    cancelRetry = null;
    try {
      const hasWritten = [drain(quoteQueue), drain(chainQueue)].includes(true);
      if (hasWritten) health.clear('database');
      if (hasWritten) void gaps.flush();
    } catch (error) {
      onError(error);
      // A poll may end when nothing waits for it any more.
      if (!isClosed) cancelRetry = clock.after(retryMs, drainAll);
    }
  };

  const take = (queue: Queue, item: Item) => {
    queue.items.push(item);
    drainAll();
    forget(queue, queue.items.length - maxWaiting[queue.job]);
    if (item.isMain) gaps.recorded(queue.job);
  };

  return {
    quote: (quote) => take(quoteQueue, quoteItem(quote, true)),
    chain: (chain) => take(chainQueue, chainItem(chain, true, onChainStored)),
    beside: {
      quote: (quote) => take(quoteQueue, quoteItem(quote, false)),
      chain: (chain, onStored) => take(chainQueue, chainItem(chain, false, onStored)),
    },
    onWritten() {
      if (isWaiting()) drainAll();
      else health.clear('database');
    },
    waiting: () => ({ quotes: quoteQueue.items.length, chains: chainQueue.items.length }),
    close() {
      isClosed = true;
      drainAll();
      const lost = { quotes: quoteQueue.items.length, chains: chainQueue.items.length };
      forget(quoteQueue, lost.quotes);
      forget(chainQueue, lost.chains);
      return lost;
    },
  };
}

interface Queue {
  job: RecordedJob;
  items: Item[];
}

interface Item {
  at: number;
  isMain: boolean;
  /** Says whether it wrote anything: an unchanged quote does not. */
  store: () => boolean;
}
