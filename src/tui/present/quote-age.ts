import type { Quote } from '../../market/quote.ts';
import type { PhaseState } from '../../protocol/state.ts';
import { formatAge, formatMoment } from './time.ts';

/**
 * How old a price is: `0:05 ago`, counted from when it came, since the badge beside it says by how much the plan lags.
 * When it was made, `Fri 20:00`, while nothing trades and for a closing price: then it has not aged since it came.
 */
export function quoteAge(
  quote: Pick<Quote, 'receivedAt' | 'timestamp' | 'tier'>,
  phase: PhaseState | null,
  now: number,
): string {
  const isAtRest = phase?.phase === 'closed' || quote.tier === 'end-of-day';
  return isAtRest ? formatMoment(quote.timestamp, now) : `${formatAge(now - quote.receivedAt)} ago`;
}
