import type { Alert } from '../market/alerts/alert.ts';
import type { PlaybackGap } from './playback.ts';

/** What happened in a recording between two instants (epoch ms), for somebody who did not look at it. */
export interface Missed {
  /** As it was asked for, or later: no more than the last 30 sessions are looked at. */
  since: number;
  until: number;
  /** Latest first, the last 50. */
  alerts: Alert[];
  /** All of them. */
  alertCount: number;
  /** Sessions in the range of which something was to be recorded. */
  sessions: number;
  /** How long: from opening bells to the closes of the options. */
  sessionMs: number;
  /** Recorded part of them, 0 to 1, of all jobs together; `null` where nothing was to be recorded. */
  ratio: number | null;
  /** The time in which any job recorded nothing. Gaps of several jobs that overlap or touch count as one. */
  missing: {
    gaps: number;
    ms: number;
    /** Each once, that of the longest time first. */
    reasons: string[];
  };
  /** Of each job whose polls are recorded. */
  jobs: MissedJob[];
  /** Of each job, cut to the range, latest first, the last 50. */
  gaps: MissedGap[];
  /** All of them. */
  gapCount: number;
}

/** How much one job recorded in the recording hours of a range. */
export interface MissedJob {
  symbol: string;
  /** Name of the job, as in `JobState`. */
  job: string;
  /** Time in which it was to record. */
  dueMs: number;
  /** Of it, time in which it did not. */
  missingMs: number;
}

/** Time in which one job recorded nothing; `to` is `null` while it lasts. */
export interface MissedGap extends PlaybackGap {
  symbol: string;
  /** Name of the job, as in `JobState`. */
  job: string;
}

/** Alerts and gaps that are listed one by one. */
export const maxMissedListed = 50;
