import type { DataTier } from '../../market/quote.ts';
import type { Span } from '../draw/line.ts';

/** How fresh a value can be at best, as a badge; nothing is promised where the plan's tier is unknown. */
export function tierSpan(tier: DataTier): Span {
  switch (tier) {
    case 'real-time':
      return ['real-time', 'ok'];
    case 'delayed':
      return ['delayed 15m', 'warning'];
    case 'end-of-day':
      return ['end of day', 'warning'];
    case 'unknown':
      return ['tier unknown', 'dim'];
  }
}
