import type { Bar } from '../../market/quotes/bar.ts';

/** The VWAP after one bar, and how widely prices spread around it. */
export interface VwapPoint {
  /** Dollars a share; NaN before the first trade. */
  vwap: number;
  /** Standard deviation of the trades' prices around it, in dollars; NaN with the VWAP. */
  deviation: number;
}

/**
 * Volume-weighted average price from the first bar of each date on, and the volume-weighted standard deviation that the
 * usual bands stand on:
 *
 *     VWAP = Σ v·p / Σ v        σ² = Σ v·(p − VWAP)² / Σ v        bands = VWAP ± σ
 *
 * as thinkorswim's VWAP study and TradingView's do, with the bar's own average price for p, or (high + low + close) /
 * 3 where the vendor gives none. The sums are kept as in D. H. D. West, "Updating mean and variance estimates: an
 * improved method" (CACM 22, 1979): the difference of two sums of squares would lose cents on prices this large.
 */
export function runningVwap(bars: readonly Bar[]): VwapPoint[] {
  let date = '';
  let shares = 0;
  let vwap = 0;
  let squares = 0;
  return bars.map((bar) => {
    if (bar.date !== date) [date, shares, vwap, squares] = [bar.date, 0, 0, 0];
    const price = bar.vwap ?? (bar.high + bar.low + bar.close) / 3;
    shares += bar.volume;
    if (shares <= 0) return { vwap: Number.NaN, deviation: Number.NaN };
    const distance = price - vwap;
    vwap += (distance * bar.volume) / shares;
    squares += bar.volume * distance * (price - vwap);
    return { vwap, deviation: Math.sqrt(Math.max(0, squares / shares)) };
  });
}
