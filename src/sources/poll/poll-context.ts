import type { Clock } from '../../base/clock.ts';
import type { Calendar } from '../../market/calendar/calendar.ts';
import type { PricingAssumptions } from '../../market/pricing/assumptions.ts';
import type { Quote, Source } from '../../market/quotes/quote.ts';
import type { Recording } from '../../recordings/recording.ts';
import type { Budget } from '../polygon/budget.ts';
import type { CachedFetch } from '../polygon/cache.ts';
import type { Endpoints } from '../polygon/endpoints/endpoints.ts';

/** What polling one underlying takes: the vendor, the calendar, and what is known of the underlying already. */
export interface PollContext {
  symbol: string;
  /** Provenance of what is fetched. */
  source: Source;
  clock: Clock;
  hours: { readonly calendar: Calendar };
  /** What the model takes for granted, asked at each poll: settings may change meanwhile. */
  assumptions: () => PricingAssumptions;
  endpoints: Endpoints;
  budget: Budget;
  cached: CachedFetch;
  /** What is recorded, for what an answer does not say itself. */
  db: {
    bars: Pick<Recording['bars'], 'range'>;
    quotes: Pick<Recording['quotes'], 'near'>;
    chains: Pick<Recording['chains'], 'listedAt'>;
  };
  quotes: {
    /** The latest quote; it may not be stored yet. */
    of(symbol: string): Quote | null;
  };
  pollIntervals: {
    /** Time between two polls of the main symbol's quote, or of the other symbols' quotes, in milliseconds. */
    next(job: 'quote', now: number, after: number, polled?: 'secondary'): { intervalMs: number | null };
  };
  usage: {
    /** Takes the reasons of rows that make no sense. */
    onRejections(reasons: readonly string[]): void;
  };
  health: {
    /** Takes what went wrong with the database, which must not cost the poll. */
    raise(subject: 'database', error: unknown): void;
  };
}
