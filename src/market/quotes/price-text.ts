import { fixedText } from '../../base/fixed-text.ts';
import type { Chain } from './chain.ts';

/** Decimals that a quoted price can have; what lies beyond them is noise of binary fractions. */
const maxDecimals = 6;

/**
 * A price, bid or strike as it is: in cents, with more decimals only where it has them: `671.20`, `671.1233`. What was
 * computed from prices (an average, a flip) has no cents of its own and is to be rounded instead.
 */
export function priceText(price: number, minDecimals = 2): string {
  const text = fixedText(price, maxDecimals);
  let end = text.length;
  for (let cut = maxDecimals - minDecimals; cut > 0 && text.endsWith('0', end); cut--) end -= 1;
  return text.slice(0, end);
}

/** The underlying's price: as it was quoted, and to the cent where it was computed from the options. */
export function spotText(price: number, source: Chain['underlyingPriceSource']): string {
  return source === 'parity' ? price.toFixed(2) : priceText(price);
}

/** Decimals that a column of strikes needs: none while all are whole, else those of cents or of the finest one. */
export function strikeDecimals(strikes: readonly number[]): number {
  if (strikes.every((strike) => Number.isInteger(strike))) return 0;
  return Math.max(...strikes.map((strike) => priceText(strike).split('.')[1]!.length));
}

/** A strike on its own: `660`, `62.50`, `689.125`. */
export function strikeText(strike: number): string {
  return Number.isInteger(strike) ? String(strike) : priceText(strike);
}
