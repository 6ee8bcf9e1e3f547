import type { RecordedLevels } from '../market/levels/levels.ts';
import type { Quote } from '../market/quotes/quote.ts';

/**
 * One of several recorded underlyings, as every client is shown it, whatever chain it looks at. How much of it is recorded
 * is in the coverage.
 */
export interface RecordedUnderlying {
  symbol: string;
  /** The last one; `null` before the first. */
  quote: Quote | null;
  /** Of its nearest chain polled last; `null` before the first. */
  levels: RecordedLevels | null;
  /** Its expirations that are recorded, nearest first. */
  expirations: string[];
}

/** The new levels of a recorded underlying. */
export interface RecordedUnderlyingLevels {
  symbol: string;
  levels: RecordedLevels;
}

/** How a job whose polls are recorded is fitted into the calls of a minute while options trade. */
export interface PlannedPoll {
  /** Name of the job, as in `JobState`. */
  job: string;
  symbol: string;
  /** As the settings want it. */
  wantedMs: number;
  /** As it fits; `null`: given up, it is not polled. */
  intervalMs: number | null;
  /** Requests that one poll takes, as the last one did, or is expected to. */
  calls: number;
  /** Why it is polled less often than wanted, or not at all; `null` where it is polled as wanted. */
  reason: string | null;
}
