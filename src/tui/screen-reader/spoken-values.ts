import type { Chain } from '../../market/quotes/chain.ts';
import { formatCents, formatFixed, formatPrice, formatSpot } from '../present/number.ts';

const none = 'none';
export const price = (value: number | null | undefined) => (value == null ? none : formatPrice(value));
export const cents = (value: number | null | undefined) => (value == null ? none : formatCents(value));
export const spot = (value: number | null, source: Chain['underlyingPriceSource']) =>
  value === null ? none : formatSpot(value, source);

/** `up 3.45, 0.52 percent`. */
export function movedWords({ change, percent }: { change: number; percent: number }): string {
  if (change === 0) return 'unchanged';
  const size = `${formatFixed(Math.abs(change), 2)}, ${formatFixed(Math.abs(percent), 2)} percent`;
  return `${change > 0 ? 'up' : 'down'} ${size}`;
}
