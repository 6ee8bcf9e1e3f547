import type { Chain } from '../market/chain.ts';
import type { Quote } from '../market/quote.ts';
import type { Intraday } from '../protocol/state.ts';
import type { View } from '../protocol/view.ts';
import type { Bus } from './bus.ts';
import type { QuoteBoard } from './quote-board.ts';

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

/** A quote this close to the last point replaces it, so that a long session does not grow the line without bound. */
const finestStepMs = 5000;

export function createBook({ view, ...start }: BookStart, quotes: QuoteBoard, bus: Bus): Book {
  let { chain, intraday } = start;
  const extend = (next: Quote) => {
    const last = intraday?.points.at(-1);
    // A closing price is no point of today's line.
    const isOfToday = next.tier !== 'end-of-day';
    if (!isOfToday || !intraday || intraday.symbol !== next.symbol) return;
    if (next.receivedAt <= (last?.at ?? 0)) return;
    const kept =
      last && next.receivedAt - last.at < finestStepMs ? intraday.points.slice(0, -1) : intraday.points;
    intraday = { ...intraday, points: [...kept, { at: next.receivedAt, price: next.price }] };
  };
  bus.on('quote', extend);
  return {
    quote: () => quotes.of(view.symbol),
    chain: () => chain,
    intraday: () => intraday,
    setChain(next) {
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
