import type { DividendAhead } from '../../../carry/dividends.ts';

/** A stretch of time in which a put may be worth exercising, in years to expiry. */
export interface ExerciseWindow {
  from: number;
  to: number;
}

/** What the windows of a chain's puts follow from. */
export interface WindowTerms {
  /** Years to expiry. */
  years: number;
  /** Continuously compounded and annual, as a fraction. */
  rate: number;
  dividends: readonly DividendAhead[];
}

/**
 * When a put may be worth exercising, the stretch next to expiry first. Exercising earns interest on the strike, waiting
 * earns the dividends that make the stock fall: for a while before each of them (until the interest makes up for it) even
 * a put on a worthless stock is kept. Without a positive rate there is no such time.
 */
export function putWindows({
  strike,
  years,
  rate,
  dividends,
}: WindowTerms & { strike: number }): ExerciseWindow[] {
  const windows: ExerciseWindow[] = [];
  if (!(rate > 0)) return windows;
  const toExpiry = dividends
    .map((dividend) => ({ amount: dividend.amount, tau: years - dividend.years }))
    .filter(({ tau }) => tau > 0 && tau < years)
    .sort((one, other) => one.tau - other.tau);
  // Of exercising a put on a worthless stock, as of expiry: what it brings, the best so far, and the dividends lost.
  let best = strike;
  let lost = 0;
  let start = 0;
  for (const { tau: end, amount } of [...toExpiry, { tau: years, amount: 0 }]) {
    const from = Math.max(start, Math.log((best + lost) / strike) / rate);
    if (from < end) {
      windows.push({ from, to: end });
      best = strike * Math.exp(rate * end) - lost;
    }
    lost += amount * Math.exp(rate * end);
    start = end;
  }
  return windows;
}
