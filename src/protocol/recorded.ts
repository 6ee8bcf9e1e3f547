import type { OptionsEnd } from './chain-subscription.ts';
import type { RecordedLevels } from '../market/levels/levels.ts';
import type { Quote } from '../market/quotes/quote.ts';

/**
 * A recorded underlying, as every client is shown it, whatever chain it looks at: where several are recorded, or several
 * expirations of one. How much of it is recorded is in the coverage.
 */
export interface RecordedUnderlying {
  symbol: string;
  /** The last one; `null` before the first. */
  quote: Quote | null;
  /** Of its nearest chain polled last; `null` before the first. */
  levels: RecordedLevels | null;
  /** Its expirations that are recorded, nearest first. */
  expirations: string[];
  /** Absent where both are `late`. */
  optionsEnd?: OptionsEnd;
}

/** The new levels of a recorded underlying. */
export interface RecordedUnderlyingLevels {
  symbol: string;
  levels: RecordedLevels;
  /**
   * Its expirations that are recorded now, nearest first: they change with the day, and where the API has said which are
   * listed. Absent from daemons of an earlier version.
   */
  expirations?: string[] | undefined;
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
