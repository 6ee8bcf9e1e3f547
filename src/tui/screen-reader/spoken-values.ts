import type { Chain } from '../../market/quotes/chain.ts';
import { formatCents, formatPrice, formatSpot } from '../present/number.ts';

const none = 'none';
export const price = (value: number | null | undefined) => (value == null ? none : formatPrice(value));
export const cents = (value: number | null | undefined) => (value == null ? none : formatCents(value));
export const spot = (value: number | null, source: Chain['underlyingPriceSource']) =>
  value === null ? none : formatSpot(value, source);
