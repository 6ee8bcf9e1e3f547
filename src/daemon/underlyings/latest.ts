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
  setPriceLine(priceLine: SessionPriceLine): void;
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
    setPriceLine(next) {
      const quote = quotes.of(subscription.symbol);
      // The latest quote may not be stored yet.
      priceLine = quote ? withQuote(next, quote) : next;
      bus.emit('price-line', priceLine, subscription);
    },
    close: () => void bus.off('quote', extend),
  };
}
