import type { Chain } from '../../market/quotes/chain.ts';
import { withQuote } from '../../market/quotes/price-line.ts';
import type { Quote } from '../../market/quotes/quote.ts';
import type { SessionPriceLine } from '../../protocol/state.ts';
import type { ChainSubscription } from '../../protocol/chain-subscription.ts';
import type { EventBus, Origin } from '../event-bus.ts';
import type { LatestQuotes } from './latest-quotes.ts';

/** The last good values of one subscription: what a client sees first, and what stays on screen while upstream fails. */
export interface Latest {
  quote(): Quote | null;
  chain(): Chain | null;
  priceLine(): SessionPriceLine | null;
  /** @param origin of a chain that no poll has brought */
  setChain(chain: Chain, origin?: Origin): void;
  /** Takes over the line as it is read anew, with the quotes that come meanwhile. */
  refreshPriceLine(read: () => Promise<SessionPriceLine>): Promise<void>;
  close(): void;
}

/** What is known before the first poll; `null` where nothing is. */
export interface LatestStart {
  /** Events carry this very object. */
  subscription: ChainSubscription;
  chain: Chain | null;
  priceLine: SessionPriceLine | null;
}

/** @returns the latest values of one subscription, emitted as events of it when they change */
export function createLatest(
  { subscription, ...start }: LatestStart,
  quotes: LatestQuotes,
  bus: EventBus,
): Latest {
  let { chain, priceLine } = start;
  let isClosed = false;
  const extend = (next: Quote) => {
    if (priceLine) priceLine = withQuote(priceLine, next);
  };
  bus.on('quote', extend);
  return {
    quote: () => quotes.of(subscription.symbol),
    chain: () => chain,
    priceLine: () => priceLine,
    setChain({ stillListed: _, ...next }, origin) {
      chain = next;
      bus.emit('chain', next, subscription, origin);
    },
    async refreshPriceLine(read) {
      const latest = quotes.of(subscription.symbol);
      // The latest quote may not be stored yet, and others may come while the stored ones are read.
      const unread = latest ? [latest] : [];
      const collect = (quote: Quote) => void unread.push(quote);
      bus.on('quote', collect);
      try {
        const stored = await read();
        if (isClosed) return;
        priceLine = unread.reduce(withQuote, stored);
        bus.emit('price-line', priceLine, subscription);
      } finally {
        bus.off('quote', collect);
      }
    },
    close() {
      isClosed = true;
      bus.off('quote', extend);
    },
  };
}
