import type { Chain } from '../../market/quotes/chain.ts';
import { withQuote } from '../../market/quotes/price-line.ts';
import type { Quote } from '../../market/quotes/quote.ts';
import type { Intraday } from '../../protocol/state.ts';
import type { View } from '../../protocol/chain-subscription.ts';
import type { Bus } from '../event-bus.ts';
import type { QuoteBoard } from './latest-quotes.ts';

/** The last good values of one view: what a client sees first, and what stays on screen while upstream fails. */
export interface Book {
  quote(): Quote | null;
  chain(): Chain | null;
  intraday(): Intraday | null;
  setChain(chain: Chain): void;
  setIntraday(intraday: Intraday): void;
  close(): void;
}

export interface BookStart {
  /** Events carry this very object. */
  view: View;
  chain: Chain | null;
  intraday: Intraday | null;
}

export function createBook({ view, ...start }: BookStart, quotes: QuoteBoard, bus: Bus): Book {
  let { chain, intraday } = start;
  const extend = (next: Quote) => {
    if (intraday) intraday = withQuote(intraday, next);
  };
  bus.on('quote', extend);
  return {
    quote: () => quotes.of(view.symbol),
    chain: () => chain,
    intraday: () => intraday,
    setChain({ stillListed: _, ...next }) {
      chain = next;
      bus.emit('chain', next, view);
    },
    setIntraday(next) {
      intraday = next;
      bus.emit('bars', next, view);
    },
    close: () => void bus.off('quote', extend),
  };
}
