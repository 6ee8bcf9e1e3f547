import type { Quote } from '../../market/quote.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import type { JobContext } from './job-context.ts';

/** SPY trades many times a second; a price older than this, on a plan that has shown newer ones, has stopped moving. */
const frozenAfterMs = 5 * 60_000;

/** Notices a feed that goes on answering with an old price. */
export function watchFeed({ health, hours, clock }: Pick<JobContext, 'health' | 'hours' | 'clock'>): {
  seen(quote: Quote): void;
} {
  /** The least age that this plan's prices have had; delayed plans are a quarter of an hour behind. */
  let leastAgeMs = Number.POSITIVE_INFINITY;
  return {
    seen(quote) {
      const { phase } = hours.calendar.phaseAt(clock.now());
      if (phase !== 'regular' || quote.tier === 'end-of-day') return health.clear('feed');
      const ageMs = quote.receivedAt - quote.timestamp;
      leastAgeMs = Math.min(leastAgeMs, ageMs);
      if (ageMs - leastAgeMs < frozenAfterMs) return health.clear('feed');
      const minutes = Math.floor(ageMs / 60_000);
      health.raise(
        'feed',
        new UpstreamError('malformed', `The API goes on answering with a price that is ${minutes} min old.`),
      );
    },
  };
}
