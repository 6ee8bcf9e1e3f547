import type { SessionPoll } from '../../recordings/session-rows.ts';
import type { StrikeBand } from '../export-request.ts';

/**
 * Whether a strike is wanted of a chain on one date; `null` for all. A band around the underlying's price goes from that much below the
 * lowest price of the date's polls to that much above the highest: a contract is in all polls of the date, or in none.
 */
export function strikeFilter(
  band: StrikeBand | null,
  polls: readonly Pick<SessionPoll, 'underlyingPrice'>[],
): ((strike: number) => boolean) | null {
  if (band === null) return null;
  if (band.kind === 'strikes') return (strike) => strike >= band.low && strike <= band.high;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { underlyingPrice } of polls) {
    if (underlyingPrice === null) continue;
    low = Math.min(low, underlyingPrice);
    high = Math.max(high, underlyingPrice);
  }
  const share = band.percent / 100;
  return (strike) => strike >= low * (1 - share) && strike <= high * (1 + share);
}
