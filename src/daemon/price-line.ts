import type { Bar } from '../market/bar.ts';
import type { PricePoint } from '../protocol/state.ts';

/** Bars are closed at their end; a minute that a recorded quote fell into needs none. */
const minuteMs = 60_000;

/**
 * The session's price line: every recorded quote, and the vendor's minute closes where nothing was recorded. Sorted by
 * time.
 */
export function priceLine(minuteBars: readonly Bar[], quotes: readonly PricePoint[]): PricePoint[] {
  const recordedMinutes = new Set(quotes.map(({ at }) => Math.floor(at / minuteMs)));
  const fill = minuteBars
    .filter((bar) => !recordedMinutes.has(Math.floor(bar.start / minuteMs)))
    .map((bar) => ({ at: bar.start + minuteMs, price: bar.close }));
  return [...fill, ...quotes].sort((a, b) => a.at - b.at);
}
