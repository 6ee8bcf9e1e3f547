import * as z from 'zod';
import type { DataTier } from '../../../../market/quotes/quote.ts';
import { part, price, time } from '../fields.ts';
import { believedTime, tierOfTimeframe } from '../parse-quote.ts';

/** What rows of contracts say of their underlying. How fresh it is depends on the plan for stocks, not for options. */
export const underlyingAsset = part({
  price,
  value: price,
  timeframe: z.string().nullish(),
  last_updated: time,
});

/** A price of the underlying as rows of contracts carry it. */
export interface UnderlyingPrice {
  price: number;
  /** Epoch ms by the vendor's account; `null` where it gives none. */
  at: number | null;
  /** What the rows say of its freshness; `null` when they say nothing. */
  tier: DataTier | null;
}

/** `null` where the plan gives no price. A time that has not come yet is none. */
export function underlyingPriceOf(
  asset: z.output<typeof underlyingAsset>,
  context: { receivedAt: number },
): UnderlyingPrice | null {
  // Of an index the vendor says `value`.
  const dollars = asset?.price ?? asset?.value;
  if (!asset || !dollars) return null;
  const { last_updated: at, timeframe } = asset;
  return { price: dollars, at: believedTime(at, context), tier: tierOfTimeframe(timeframe) };
}

/** Pages are some moments apart: the newest price by its time, and of those without one the last. */
export function newestUnderlying(prices: readonly UnderlyingPrice[]): UnderlyingPrice | null {
  return prices.reduce<UnderlyingPrice | null>(
    (newest, next) => (newest === null || (next.at ?? 0) >= (newest.at ?? 0) ? next : newest),
    null,
  );
}
