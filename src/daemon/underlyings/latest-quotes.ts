import type { QuoteStore } from '../../recordings/quotes.ts';
import type { Quote } from '../../market/quotes/quote.ts';
import type { EventBus } from '../event-bus.ts';

/** The last quote of each symbol. */
export interface LatestQuotes {
  /** As it was polled last, or recorded by an earlier run; `null` if it never was. */
  of(symbol: string): Quote | null;
  /** Takes a quote over and tells everybody. */
  set(quote: Quote): void;
}

/** @returns the latest quotes; one that has not been polled is read from the store once */
export function createLatestQuotes(
  store: Pick<QuoteStore, 'latest'>,
  bus: EventBus,
  now: () => number,
): LatestQuotes {
  const latest = new Map<string, Quote | null>();
  return {
    of(symbol) {
      const known = latest.get(symbol);
      if (known !== undefined) return known;
      const recorded = store.latest(symbol, now());
      latest.set(symbol, recorded);
      return recorded;
    },
    set(quote) {
      latest.set(quote.symbol, quote);
      bus.emit('quote', quote);
    },
  };
}
