import type { Clock } from '../../../base/clock.ts';
import { lastInstant } from '../../../market/calendar/instants.ts';
import type { GapStore } from '../../../recordings/gaps.ts';
import type { JobCoverage } from '../../../protocol/state.ts';
import type { MarketDays } from '../../market-days/market-hours.ts';
import { createGapChanges, type GapChanges } from './gap-changes.ts';
import { createGapWriter } from './gap-writer.ts';
import { addDowntime, continueGaps } from './gaps-at-start.ts';
import { gapReasons } from './gap-reasons.ts';
import { fillGaps, missingAt } from './gap-fills.ts';
import { createGapNews } from './gap-news.ts';
import { jobCoverage } from './job-coverage.ts';
import { createJobGaps, type JobGaps } from './job-gaps.ts';
import { type RecordedJob, recordedJobs } from '../recorded-jobs.ts';
import { coveredSession } from './session-stretches.ts';

/** A clock that is set back by less is being kept right, which no gap shows. */
const steppedBackMs = 60_000;

/**
 * Keeps the gaps: what should have been recorded from the opening bell to the close of the options, and was not. A gap
 * begins at the slot that failed or was missed and ends with the next poll that is kept.
 */
export interface GapKeeper extends GapChanges {
  /** Whether a poll of the session whose coverage is shown was kept. */
  hasRecorded(job: RecordedJob): boolean;
  coverage(): JobCoverage[];
  /** Which slots of a job lie in its gaps; `null` while one lasts, which nothing can be said of yet. */
  missingAt(job: RecordedJob, slots: readonly number[]): Promise<number[] | null>;
  /** Polls for these slots were stored afterwards: they are not missing any more. */
  filled(job: RecordedJob, slots: readonly number[]): Promise<void>;
  /** Tries again to write what the database did not take. */
  flush(): Promise<void>;
  /** Ends the lasting gaps, since from here on the daemon itself is missing; on a hand-over they last. */
  close(options?: { isHandedOver: boolean }): Promise<void>;
}

/** What is known at the start, where gaps are recorded, and who is notified. */
export interface GapKeeperOptions {
  /** Whose quotes and chains. */
  underlying: string;
  /** The jobs whose gaps are kept; all by default. */
  jobs?: readonly RecordedJob[];
  /** What the ledger calls a job; by default as it is called here. */
  nameOf?: (job: RecordedJob) => string;
  store: GapStore;
  clock: Clock;
  /** A session stays one while the exchange says that it is closed: its gaps are kept to the end. */
  hours: Pick<MarketDays, 'scheduled' | 'stoodClosed'>;
  /** Its coverage shows something new. */
  onNews: (coverage: JobCoverage[]) => void;
  /** Interval of a job's slots in trading hours, in milliseconds. */
  intervalOf: (job: RecordedJob) => number;
  /** The first slot of a job after an instant; a poll may be answered long after its own. */
  nextSlotAfter: (job: RecordedJob, at: number) => number;
  /** When each job recorded last before this start; `null` if never. */
  lastRecordedAt: Record<RecordedJob, number | null>;
  /** When anything was recorded first; `null` in an empty database. */
  knownFrom: number | null;
  /** The daemon's last sign of life before this start. */
  lastAliveAt: number | null;
  /** Whether a first start counts the session up to it as missed: not in a demo, whose market begins with it. */
  countsFirstSession: boolean;
  /** Whether the underlying was not recorded until now, while others were. */
  isNew?: boolean;
  /** Why nothing was recorded before this start; by default no daemon was running. */
  downReason?: string | null;
  /** Another daemon has handed over its recording: nothing was missed since, and what lasts goes on. */
  continues?: boolean;
  /** Whether the plan was known before this start to deny what a job records. */
  isDenied?: (job: RecordedJob) => boolean;
  onStoreError: (error: unknown) => void;
}

function gapFilling(
  gaps: Record<RecordedJob, JobGaps>,
  { store, clock, hours, intervalOf, nextSlotAfter }: GapKeeperOptions,
  onChange: () => void,
): Pick<GapKeeper, 'missingAt' | 'filled'> {
  const now = () => ({ store, calendar: hours.scheduled, now: clock.now() });
  return {
    missingAt: (job, slots) => missingAt(gaps[job], now(), slots),
    async filled(job, slots) {
      const dueAfter = (at: number) => Math.min(nextSlotAfter(job, at), at + intervalOf(job));
      const fills = slots.map((from) => ({ from, to: dueAfter(from) }));
      const { date: shownDate } = coveredSession(hours.scheduled, clock.now());
      await fillGaps(gaps[job], { ...now(), shownDate }, fills);
      onChange();
    },
  };
}

/** Reads the gaps of the session and adds what was missed since the daemon ran last. A failing store is reported, not thrown. */
export async function openGapKeeper(options: GapKeeperOptions): Promise<GapKeeper> {
  const { underlying, store, clock, hours, intervalOf, nextSlotAfter, onNews, onStoreError } = options;
  const startedAt = clock.now();
  const knownFrom = options.knownFrom ?? startedAt;
  const writer = createGapWriter(store, onStoreError);
  const { jobs = recordedJobs, nameOf = (job) => job } = options;
  const gapsOf = (job: RecordedJob) =>
    createJobGaps({
      underlying,
      job: nameOf(job),
      clock,
      hours,
      writer,
      recordedAt: options.lastRecordedAt[job],
    });
  const gaps: Record<RecordedJob, JobGaps> = { quote: gapsOf('quote'), chain: gapsOf('chain') };
  const all = jobs.map((job) => gaps[job]);

  let reading: Promise<unknown> = Promise.resolve();
  let latest = startedAt;
  /** Ends what lasted when the options closed, and follows a clock that was set back. */
  const lookAtClock = (now: number) => {
    if (now < latest - steppedBackMs) {
      const cuts = all.map((own) => own.cutAt(now).then(() => readAgain(own)));
      reading = Promise.all([reading, ...cuts]);
    }
    latest = now;
    for (const own of all) own.endWithSession(now);
  };
  /** The gaps of the session that the clock has gone back to. */
  const readAgain = async (own: JobGaps) => {
    try {
      const { date } = coveredSession(hours.scheduled, clock.now());
      own.load(await store.ofSession(underlying, date, lastInstant, own.job));
      news.look();
    } catch (error) {
      onStoreError(error);
    }
  };
  const coverage = () => {
    const now = clock.now();
    lookAtClock(now);
    const session = coveredSession(hours.scheduled, now);
    return all.map((own) => jobCoverage(own, session, { now, knownFrom }));
  };

  for (const job of jobs) {
    const own = gaps[job];
    const isDenied = options.isDenied?.(job) ?? false;
    const start = { store, calendar: hours.scheduled, startedAt, isDenied };
    // Once the hours are over, or called off, the next slot is on another day.
    const dueAfter = (at: number) => Math.min(nextSlotAfter(job, at), at + intervalOf(job));
    try {
      if (options.continues) await continueGaps(own, start);
      else await addDowntime(own, start, { ...options, dueAfter });
    } catch (error) {
      onStoreError(error);
    }
  }

  const isMissing = () => all.some((own) => own.lasting() !== null);
  const news = createGapNews({ coverage, onNews, isMissing, clock });
  const downReason = options.downReason ?? gapReasons.down;
  return {
    ...createGapChanges({ jobs, gaps, clock, hours, intervalOf, lookAtClock, news, downReason }),
    coverage,
    hasRecorded: (job) => gaps[job].hasRecorded(),
    ...gapFilling(gaps, options, news.look),
    flush: writer.flush,
    async close({ isHandedOver } = { isHandedOver: false }) {
      news.close();
      const now = clock.now();
      lookAtClock(now);
      if (!isHandedOver) for (const own of all) own.end(now);
      await writer.flush();
      await reading;
    },
  };
}
