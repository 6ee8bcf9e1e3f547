import type { Chain } from '../market/chain.ts';
import type { Quote } from '../market/quote.ts';
import type { Intraday } from '../protocol/state.ts';
import type { Bus } from './bus.ts';

/** The last good values: what a client sees first, and what stays on screen while upstream fails. */
export interface Book {
  quote(): Quote | null;
  chain(): Chain | null;
  intraday(): Intraday | null;
  setQuote(quote: Quote): void;
  setChain(chain: Chain): void;
  setIntraday(intraday: Intraday): void;
}

export interface BookStart {
  quote: Quote | null;
  chain: Chain | null;
  intraday: Intraday | null;
}

/** A quote this close to the last point replaces it, so that a long session does not grow the line without bound. */
const finestStepMs = 5000;

export function createBook(start: BookStart, bus: Bus): Book {
  let { quote, chain, intraday } = start;
  return {
    quote: () => quote,
    chain: () => chain,
    intraday: () => intraday,
    setQuote(next) {
      quote = next;
      const last = intraday?.points.at(-1);
      // A closing price is no point of today's line.
      const isOfToday = next.tier !== 'end-of-day';
      if (isOfToday && intraday && intraday.symbol === next.symbol && next.receivedAt > (last?.at ?? 0)) {
        const kept =
          last && next.receivedAt - last.at < finestStepMs ? intraday.points.slice(0, -1) : intraday.points;
        intraday = { ...intraday, points: [...kept, { at: next.receivedAt, price: next.price }] };
      }
      bus.emit('quote', next);
    },
    setChain(next) {
      chain = next;
      bus.emit('chain', next);
    },
    setIntraday(next) {
      intraday = next;
      bus.emit('bars', next);
    },
  };
}
