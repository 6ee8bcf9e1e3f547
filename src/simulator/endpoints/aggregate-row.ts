import { addDays, newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { Aggregate } from '../market/aggregate.ts';
import { type Answer, beforeEndOfDay, outsideTimeframe } from '../answer.ts';
import { type Exchange, tierFor } from '../exchange.ts';
import { volumeNumber } from '../json-numbers.ts';
import type { PlanClass } from '../profiles.ts';

/** A bar as aggregates show it: that of an index, which nobody trades, without volume. */
export function barRow({ volume, vwap, open, close, high, low, start, trades }: Aggregate) {
  const prices = { o: open, c: close, h: high, l: low, t: start };
  return trades === 0 ? prices : { v: volumeNumber(volume), vw: vwap, ...prices, n: trades };
}

/** What a plan says to the dates asked; `null` if they are all right. */
export function refuseDates(
  exchange: Exchange,
  assetClass: PlanClass,
  from: string,
  to: string,
): Answer | null {
  const tier = tierFor(exchange, assetClass);
  const today = newYorkDate(exchange.now);
  const oldest = addDays(today, -Math.floor(tier.historyYears[assetClass] * 365.25));
  if (from < oldest || from > today) return outsideTimeframe(exchange.requestId);
  return tier.isEndOfDay && to >= today ? beforeEndOfDay(exchange.requestId) : null;
}
