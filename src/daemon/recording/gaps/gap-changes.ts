import type { Clock } from '../../../base/clock.ts';
import { UpstreamError } from '../../../sources/polygon/http/upstream-error.ts';
import type { MarketDays } from '../../market-days/market-hours.ts';
import type { GapNews } from './gap-news.ts';
import { gapReasons, reasonOf } from './gap-reasons.ts';
import type { JobGaps } from './job-gaps.ts';
import type { RecordedJob } from '../recorded-jobs.ts';
import { coveredSession, stretchesWithin } from './session-stretches.ts';

/** What the gaps learn from polls, the scheduler and the exchange. */
export interface GapChanges {
  /** A poll was kept: the job's gap ends. @param leavesRow whether it is stored, as a quote that says nothing new is not */
  recorded(job: RecordedJob, leavesRow?: boolean): void;
  /**
   * A run that started then, for that slot, has failed. Where the plan denies what the job records, and nothing of the
   * session has been recorded, nothing is missing, and there is no coverage until a poll is kept.
   * @param slotAt `null`: nothing was due; a key was pressed, or the daemon has started
   */
  failed(job: RecordedJob, startedAt: number, error: unknown, slotAt?: number | null): void;
  /** The calls of a minute are too few for the job: it is not polled. Nothing is missing, unless it was recorded before. */
  givenUp(job: RecordedJob): void;
  /** The exchange says that it is closed: until it opens and a poll is kept, nothing counts as missing. */
  suspended(): void;
  /** Slots between two instants were not run. Where a late poll took them up and was kept, the gap ends with it. */
  missed(job: RecordedJob, from: number, to: number, reason: 'asleep' | 'busy' | 'down'): void;
  /** A poll kept in memory could not be stored in the end; the poll after it was at `to`. */
  lost(job: RecordedJob, from: number, to: number): void;
}

/** The gaps that change, and what decides on their times. */
export interface GapChangesOptions {
  jobs: readonly RecordedJob[];
  gaps: Record<RecordedJob, JobGaps>;
  clock: Clock;
  hours: Pick<MarketDays, 'scheduled' | 'stoodClosed'>;
  /** Interval of a job's slots in trading hours, in milliseconds. */
  intervalOf: (job: RecordedJob) => number;
  /** Ends what lasted when the options closed, and follows a clock that was set back. */
  lookAtClock: (now: number) => void;
  /** Why nothing was recorded before this start. */
  downReason: string;
  /** Looks after each change. */
  news: Pick<GapNews, 'look' | 'lookAtGaps'>;
}

/** @returns the changes of these gaps; each ends with a look for news */
export function createGapChanges(options: GapChangesOptions): GapChanges {
  const { jobs, gaps, clock, hours, intervalOf, lookAtClock, news, downReason } = options;
  return {
    recorded(job, leavesRow = true) {
      const own = gaps[job];
      const now = clock.now();
      lookAtClock(now);
      admit(own, hours.scheduled, now);
      // On a day that stands closed, a poll (a start makes one, so may a person) is no sign of trading.
      const lasting = own.lasting();
      if (lasting && !hours.stoodClosed(lasting.sessionDate)) own.end(now);
      own.recordedAt = now;
      if (leavesRow) news.look();
      else news.lookAtGaps();
    },
    failed(job, runStartedAt, error, slotAt = null) {
      const own = gaps[job];
      const now = clock.now();
      lookAtClock(now);
      // A time ahead of the clock is from before it was set back: nothing is recorded as it is set now.
      if ((own.recordedAt ?? 0) > now) own.recordedAt = null;
      const { recordedAt } = own;
      if (recordedAt !== null && recordedAt >= runStartedAt) return;
      if (error instanceof UpstreamError && error.failure === 'not-entitled') {
        deny(own, runStartedAt, gapReasons.notIncluded, now);
        if (!own.hasRecorded()) return news.lookAtGaps();
      }
      // A run that nothing was due for (a key was pressed) misses nothing yet.
      const isOverdue = recordedAt === null || runStartedAt - recordedAt >= 0.9 * intervalOf(job);
      if (slotAt === null && !isOverdue && !own.lasting()) return;
      own.begin(slotAt ?? runStartedAt, reasonOf(error));
      news.lookAtGaps();
    },
    givenUp(job) {
      lookAtClock(clock.now());
      giveUp(gaps[job], clock.now());
      news.look();
    },
    suspended() {
      const now = clock.now();
      lookAtClock(now);
      for (const job of jobs) gaps[job].begin(now, gapReasons.marketClosed);
      news.look();
    },
    missed(job, from, _to, reason) {
      const own = gaps[job];
      lookAtClock(clock.now());
      // The slots that a failing poll takes up belong to what makes it fail.
      if (reason === 'busy' && own.lasting()) return;
      own.begin(from, reason === 'down' ? downReason : gapReasons[reason]);
      const recordedAt = own.recordedAt ?? 0;
      if (reason === 'busy' && recordedAt >= from) own.end(recordedAt);
      news.look();
    },
    lost(job, from, to) {
      gaps[job].lose(from, to);
      news.look();
    },
  };
}

/** What was recorded of the session is missing from now on; of a session without any, nothing is. */
function giveUp(own: JobGaps, now: number): void {
  if (own.hasRecorded()) own.begin(now, gapReasons.budget);
  else deny(own, now, gapReasons.givenUp, now);
}

/** Nothing is to be recorded; what lasted ends, unless some of the session was recorded before. */
function deny(own: JobGaps, since: number, reason: string, now: number): void {
  own.deniedSince ??= since;
  own.deniedBecause = reason;
  if (!own.hasRecorded()) own.end(now);
}

/** The plan denied the job, or it was given up, until now: nothing of the session was to be recorded before. */
function admit(own: JobGaps, calendar: MarketDays['scheduled'], now: number): void {
  const since = own.deniedSince;
  own.deniedSince = null;
  if (since === null || own.hasRecorded()) return;
  const { open } = coveredSession(calendar, now);
  for (const { date, from, to } of stretchesWithin(calendar, Math.max(since, open), now)) {
    own.add({ sessionDate: date, startedAt: from, endedAt: to, reason: own.deniedBecause });
  }
}
