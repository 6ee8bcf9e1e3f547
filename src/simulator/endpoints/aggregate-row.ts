import type { AssetClass } from '../../market/symbols/asset-class.ts';
import { addDays, newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { Aggregate } from '../market/aggregate.ts';
import { type Answer, beforeEndOfDay, outsideTimeframe } from '../answer.ts';
import { type Exchange, tierFor } from '../exchange.ts';
import { volumeNumber } from '../json-numbers.ts';

/** A bar as aggregates show it. */
export function barRow(bar: Aggregate) {
  return {
    v: volumeNumber(bar.volume),
    vw: bar.vwap,
    o: bar.open,
    c: bar.close,
    h: bar.high,
    l: bar.low,
    t: bar.start,
    n: bar.trades,
  };
}

/** What a plan says to the dates asked; `null` if they are all right. */
export function refuseDates(
  exchange: Exchange,
  assetClass: AssetClass,
  from: string,
  to: string,
): Answer | null {
  const tier = tierFor(exchange, assetClass);
  const today = newYorkDate(exchange.now);
  const oldest = addDays(today, -Math.floor(tier.historyYears * 365.25));
  if (from < oldest || from > today) return outsideTimeframe(exchange.requestId);
  return tier.isEndOfDay && to >= today ? beforeEndOfDay(exchange.requestId) : null;
}
