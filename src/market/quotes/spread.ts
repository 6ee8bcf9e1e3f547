import type { OptionQuote } from './chain.ts';

/** `crossed`: the bid is above the ask, so at least one of them is old. `one-sided`: nobody bids, or nobody offers. */
export const marketShapes = ['two-sided', 'crossed', 'one-sided', 'none'] as const;
/** Which sides of a market are quoted. */
export type MarketShape = (typeof marketShapes)[number];

/** Ask less bid. */
export interface Spread {
  shape: MarketShape;
  /** Dollars a share; `null` unless two-sided: half of a lonely ask is nobody's price. */
  mid: number | null;
  /** Ask less bid in dollars a share; `null` unless two-sided. */
  width: number | null;
  /** Width in per cent of the mid; `null` unless two-sided. */
  percent: number | null;
}

/** Bid and ask as they stand. A price of 0 counts as none, as everywhere. */
export function spreadOf({ bid, ask }: Pick<OptionQuote, 'bid' | 'ask'>): Spread {
  const isBid = bid !== null && bid > 0;
  const isAsk = ask !== null && ask > 0;
  if (!isBid || !isAsk) return without(isBid || isAsk ? 'one-sided' : 'none');
  if (bid > ask) return without('crossed');
  const mid = (bid + ask) / 2;
  const width = ask - bid;
  return { shape: 'two-sided', mid, width, percent: (width / mid) * 100 };
}

/** Middle of a two-sided market in dollars a share; `null` where there is none. */
export function midOf(quote: Pick<OptionQuote, 'bid' | 'ask'>): number | null {
  return spreadOf(quote).mid;
}

function without(shape: MarketShape): Spread {
  return { shape, mid: null, width: null, percent: null };
}
