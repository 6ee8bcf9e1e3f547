import type { QuoteStore } from '../../recordings/quotes.ts';
import type { Quote } from '../../market/quotes/quote.ts';
import type { EventBus } from '../event-bus.ts';

/** The last quote of each symbol. */
export interface LatestQuotes {
  /** As it was polled last, or recorded by an earlier run and loaded; `null` without either. */
  of(symbol: string): Quote | null;
  /** Reads what is recorded of symbols that have no quote yet, and tells everybody. */
  load(symbols: readonly string[]): Promise<void>;
  /** Takes a quote over and tells everybody. */
  set(quote: Quote): void;
}

/** @returns no quotes yet */
export function createLatestQuotes(
  store: Pick<QuoteStore, 'latest'>,
  bus: EventBus,
  now: () => number,
): LatestQuotes {
  const latest = new Map<string, Quote>();
  const loadOne = async (symbol: string) => {
    if (latest.has(symbol)) return;
    const recorded = await store.latest(symbol, now());
    // A poll that ended meanwhile has brought a newer one.
    if (recorded === null || latest.has(symbol)) return;
    latest.set(symbol, recorded);
    bus.emit('quote', recorded, undefined, 'recorded');
  };
  return {
    of: (symbol) => latest.get(symbol) ?? null,
    load: async (symbols) => void (await Promise.all(symbols.map(loadOne))),
    set(quote) {
      latest.set(quote.symbol, quote);
      bus.emit('quote', quote);
    },
  };
}
