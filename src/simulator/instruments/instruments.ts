import { indices } from './indices.ts';
import type { Index, Instrument, Stock } from './instrument.ts';
import { stocks } from './stocks.ts';

/** In the order of their contracts' tickers. */
export const instruments: readonly Instrument[] = [...stocks, ...indices].toSorted((a, b) =>
  a.optionRoots[0]!.root < b.optionRoots[0]!.root ? -1 : 1,
);

/** `null` for a ticker that this market does not know; the API is case-sensitive. */
export function instrumentOf(ticker: string): Instrument | null {
  return instruments.find((instrument) => instrument.ticker === ticker) ?? null;
}

/** `null` for a ticker that is no stock of this market. */
export function stockOf(ticker: string): Stock | null {
  return stocks.find((stock) => stock.ticker === ticker) ?? null;
}

/** `null` for a ticker that is no index of this market. */
export function indexOf(ticker: string): Index | null {
  return indices.find((index) => index.ticker === ticker) ?? null;
}
