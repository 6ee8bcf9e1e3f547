import { fixedText, signedText } from '../../base/fixed-text.ts';
import type { Chain, OptionQuote } from '../../market/quotes/chain.ts';
import { priceText, spotText } from '../../market/quotes/price-text.ts';
import { midOf } from '../../market/quotes/spread.ts';

/** What stands for "no value". */
export const dash = '–';

const isNumber = (value: number | null | undefined): value is number =>
  typeof value === 'number' && Number.isFinite(value);

export function formatFixed(value: number | null, digits: number): string {
  return isNumber(value) ? fixedText(value, digits) : dash;
}

/** A quoted price or a strike as it is, in cents or finer: `671.20`, `671.1233`. */
export function formatPrice(value: number | null): string {
  return isNumber(value) ? priceText(value) : dash;
}

/** Rounded to the cent: for what was computed from prices, such as a flip, a straddle or an average. */
export function formatCents(value: number | null): string {
  return formatFixed(value, 2);
}

/** Middle of bid and ask, to at least half a cent: rounding to the cent would favour one side at random. */
export function formatMid(quote: Pick<OptionQuote, 'bid' | 'ask'>): string {
  const mid = midOf(quote);
  return mid === null ? dash : priceText(mid, 3);
}

/** The underlying's price: as it was quoted, and to the cent where it was computed from the options. */
export function formatSpot(price: number | null, source: Chain['underlyingPriceSource']): string {
  return isNumber(price) ? spotText(price, source) : dash;
}

/** With its sign, for changes: `+3.45`, `-0.12`, `0.00`. */
export function formatSigned(value: number | null, digits = 2): string {
  return isNumber(value) ? signedText(value, digits) : dash;
}

/** From percentage points, with its sign: `+0.52%`. */
export function formatSignedPercent(value: number | null, digits = 2): string {
  const text = formatSigned(value, digits);
  return text === dash ? dash : `${text}%`;
}

/** From a fraction: 0.1523 is `15.2%`. */
export function formatPercent(fraction: number | null, digits = 1): string {
  return isNumber(fraction) ? `${formatFixed(fraction * 100, digits)}%` : dash;
}

/** A direction that reads without colour. */
export function arrowOf(change: number): '▲' | '▼' | '•' {
  if (change > 0) return '▲';
  return change < 0 ? '▼' : '•';
}

/** All digits: `12,345`. */
export function formatCount(value: number | null): string {
  // Without `Intl`, whose tables would take 8 MB of memory for this alone.
  return formatFixed(value, 0).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

const compactUnits = ['', 'K', 'M', 'B', 'T'];

/** In at most five cells: `0`, `999`, `9,999`, `12.3K`, `123K`, `54.3M`, `1.23B`. */
export function formatCompact(value: number | null): string {
  if (!isNumber(value)) return dash;
  if (Math.abs(value) < 9_999.5) return formatCount(value);
  let scaled = value;
  let unit = 0;
  // 999,500 would be rounded to "1000K".
  while (Math.abs(scaled) >= 999.5 && unit < compactUnits.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  const size = Math.abs(scaled);
  const digits = size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
  return `${scaled.toFixed(digits)}${compactUnits[unit]}`;
}

/** Dollars with their sign, in at most seven cells: `+$1.24B`, `-$310M`, `$0`. */
export function formatDollars(value: number | null): string {
  if (!isNumber(value)) return dash;
  const size = formatCompact(Math.abs(value));
  if (size === '0') return '$0';
  return `${value < 0 ? '-' : '+'}$${size}`;
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `0 B`, `812 kB`, `3.4 MB`. */
export function formatBytes(value: number): string {
  let scaled = Math.max(0, value);
  let unit = 0;
  while (scaled >= 999.5 && unit < byteUnits.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && scaled < 9.95 ? 1 : 0;
  return `${scaled.toFixed(digits)} ${byteUnits[unit]}`;
}

/** How long something took: `180 ms`, `1.2 s`, `12 s`. */
export function formatLatency(ms: number | null): string {
  if (!isNumber(ms)) return dash;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  return ms < 9950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
