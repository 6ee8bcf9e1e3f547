import type { Clock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { ChainStore } from '../../db/chain-store.ts';
import type { QuoteStore } from '../../db/quote-store.ts';
import { isConstraintError } from '../../db/sqlite-error.ts';
import type { Chain } from '../../market/chain.ts';
import type { Quote } from '../../market/quote.ts';
import type { HealthBook } from '../health.ts';
import type { GapKeeper, RecordedJob } from './gap-keeper.ts';

/**
 * Stores what was polled, or keeps it in memory, in order and up to a bound, while the database takes no writes (a full
 * disk, another process's lock, a directory that became read-only).
 */
export interface Recorder {
  quote(quote: Quote): void;
  chain(chain: Chain): void;
  /** Another write went through: what waits may have a chance now. */
  onWritten(): void;
  waiting(): { quotes: number; chains: number };
  /** Tries once more; what still waits becomes a gap. */
  close(): void;
}

export interface RecorderOptions {
  quotes: Pick<QuoteStore, 'record'>;
  chains: Pick<ChainStore, 'record'>;
  clock: Clock;
  health: HealthBook;
  gaps: Pick<GapKeeper, 'recorded' | 'lost' | 'flush'>;
  /** Stores what follows from a chain, right after it; when this fails, both are tried again. */
  onChainStored?: (chain: Chain, refused: readonly { symbol: string }[]) => void;
  /** Rows that broke a rule of the database. */
  onRefusals: (reasons: readonly string[]) => void;
  onError: (error: unknown) => void;
}

/** A quote is 300 bytes, a chain of 400 contracts 150 kB: an hour or two at the usual pace, 10 MB at most. */
export const mostWaiting = { quote: 500, chain: 60 } as const;
/** The database is tried again with each poll, and this often where none is due. */
const retryMs = 30_000;

export function createRecorder(options: RecorderOptions): Recorder {
  const { quotes, chains, clock, health, gaps, onRefusals, onError } = options;
  let cancelRetry: (() => void) | null = null;

  const quoteQueue: Queue<Quote> = {
    job: 'quote',
    items: [],
    at: (quote) => quote.receivedAt,
    store: (quote) => quotes.record(quote).isStored,
  };
  const chainQueue: Queue<Chain> = {
    job: 'chain',
    items: [],
    at: (chain) => chain.timestamp,
    store(chain) {
      const { refused } = chains.record(chain);
      onRefusals(refused.map(({ reason }) => `not stored: ${reason}`));
      options.onChainStored?.(chain, refused);
      return true;
    },
  };
  const isWaiting = () => quoteQueue.items.length + chainQueue.items.length > 0;

  /** Stores the oldest ones first, up to the first that the database does not take. Says whether anything was written. */
  const drain = <T>(queue: Queue<T>): boolean => {
    let hasWritten = false;
    for (let item = queue.items[0]; item !== undefined; item = queue.items[0]) {
      try {
        hasWritten = queue.store(item) || hasWritten;
      } catch (error) {
        if (isConstraintError(error)) {
          // It would be refused for ever: it is counted with the rows that made no sense.
          onRefusals([`not stored: ${error instanceof Error ? error.message : String(error)}`]);
        } else if (error instanceof SpyglassError) {
          throw error;
        } else {
          onError(error);
        }
        forget(queue, 1);
        continue;
      }
      queue.items.shift();
    }
    return hasWritten;
  };

  /** Gives up the oldest ones. */
  const forget = <T>(queue: Queue<T>, count: number) => {
    for (let left = count; left > 0; left--) {
      const item = queue.items.shift();
      if (item === undefined) return;
      const next = queue.items[0];
      gaps.lost(queue.job, queue.at(item), next === undefined ? clock.now() : queue.at(next));
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
      cancelRetry = clock.after(retryMs, drainAll);
    }
  };

  const take = <T>(queue: Queue<T>, item: T) => {
    queue.items.push(item);
    drainAll();
    forget(queue, queue.items.length - mostWaiting[queue.job]);
    gaps.recorded(queue.job);
  };

  return {
    quote: (quote) => take(quoteQueue, quote),
    chain: (chain) => take(chainQueue, chain),
    onWritten() {
      if (isWaiting()) drainAll();
      else health.clear('database');
    },
    waiting: () => ({ quotes: quoteQueue.items.length, chains: chainQueue.items.length }),
    close() {
      drainAll();
      cancelRetry?.();
      forget(quoteQueue, quoteQueue.items.length);
      forget(chainQueue, chainQueue.items.length);
    },
  };
}

interface Queue<T> {
  job: RecordedJob;
  items: T[];
  at: (item: T) => number;
  /** Says whether it wrote anything: an unchanged quote does not. */
  store: (item: T) => boolean;
}
