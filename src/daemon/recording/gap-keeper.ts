import type { Clock } from '../../base/clock.ts';
import { coverageOf } from '../../market/calendar/coverage.ts';
import { lastInstant } from '../../market/calendar/instants.ts';
import type { Gap, GapStore } from '../../recordings/gaps.ts';
import type { JobCoverage } from '../../protocol/state.ts';
import type { EventBus } from '../event-bus.ts';
import type { MarketDays } from '../market-days/market-hours.ts';
import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';
import { gapReasons, reasonOf } from './gap-reasons.ts';
import { createGapWriter } from './gap-writer.ts';
import { coveredSession, stretchesWithin } from './session-stretches.ts';

/** The jobs that record a session. */
export const recordedJobs = ['quote', 'chain'] as const;
export type RecordedJob = (typeof recordedJobs)[number];

/** A clock set back by less is put right now and then, which no gap shows. */
const steppedBackMs = 60_000;

/** Gaps of a job that clients are notified of one by one: more than a screen has room for. */
const maxNotified = 50;

/**
 * The ledger of what should have been recorded and was not, of the hours from the opening bell to the close of the
 * options. A gap begins at the slot that failed or was missed and ends with the next poll that is kept.
 */
export interface GapKeeper {
  /** A poll is kept: what was missing ends here. */
  recorded(job: RecordedJob): void;
  /**
   * A run that started then, for that slot, has failed. Where the plan does not include what the job records, and nothing
   * of the session has been recorded, nothing is missing, and there is no coverage to tell until a poll is kept.
   * @param slotAt `null`: nothing was due; somebody pressed a key, or the daemon has started
   */
  failed(job: RecordedJob, startedAt: number, error: unknown, slotAt?: number | null): void;
  /** The exchange says that it is closed: until it opens and a poll is kept, nothing counts as missing. */
  suspended(): void;
  /** Slots between two instants were not run; those that a poll took up which was kept are made up for by its answer. */
  missed(job: RecordedJob, from: number, to: number, reason: 'asleep' | 'busy' | 'down'): void;
  /** A poll that was kept in memory could not be stored after all; the one after it was at `to`. */
  lost(job: RecordedJob, from: number, to: number): void;
  /** Whether a poll of the session whose coverage is told is kept. */
  hasRecorded(job: RecordedJob): boolean;
  coverage(): JobCoverage[];
  /** Writes what the database did not take before. */
  flush(): Promise<void>;
  /** Ends what lasts, since from here on it is the daemon that is missing; what is handed over goes on. */
  close(options?: { isHandedOver: boolean }): Promise<void>;
}

export interface GapKeeperOptions {
  store: GapStore;
  clock: Clock;
  /** A session stays one while the exchange says that it is closed: its ledger is kept to the end. */
  hours: Pick<MarketDays, 'scheduled' | 'stoodClosed'>;
  bus: EventBus;
  /** Interval of a job's slots in trading hours. */
  intervalOf: (job: RecordedJob) => number;
  /** The first slot of a job after an instant; a poll may be answered long after its own. */
  nextSlotAfter: (job: RecordedJob, at: number) => number;
  /** When each job recorded last, before this start; `null` if never. */
  lastRecordedAt: Record<RecordedJob, number | null>;
  /** When anything was recorded first; `null` in an empty database. */
  knownFrom: number | null;
  /** The daemon's last sign of life before this start. */
  lastAliveAt: number | null;
  /** Whether a session counts as missed up to the very first start: not in a demo, whose world begins with it. */
  countsFirstSession: boolean;
  /** Another daemon has handed over its recording: nothing was missed since, and what lasts goes on. */
  continues?: boolean;
  /** Whether the plan has been known before this start not to include what a job records. */
  isRefused?: (job: RecordedJob) => boolean;
  onStoreError: (error: unknown) => void;
}

/** Opens the ledger and enters what was missed since the daemon ran last. */
export async function openGapKeeper(options: GapKeeperOptions): Promise<GapKeeper> {
  const { store, clock, hours, bus, intervalOf, nextSlotAfter, countsFirstSession, onStoreError } = options;
  const { isRefused = () => false, continues = false } = options;
  const startedAt = clock.now();
  const knownFrom = options.knownFrom ?? startedAt;
  const writer = createGapWriter(store, onStoreError);
  const lastRecordedAt = { ...options.lastRecordedAt };
  /** Of the session whose coverage is shown, and of any since. */
  const gaps: Record<RecordedJob, Gap[]> = { quote: [], chain: [] };
  const openGaps: Partial<Record<RecordedJob, Gap>> = {};
  /** Since when the plan refuses what a job would record. */
  const refusedSince: Partial<Record<RecordedJob, number>> = {};
  let told = '';

  const add = (job: RecordedJob, gap: Gap) => {
    const shown = coveredSession(hours.scheduled, clock.now()).date;
    gaps[job] = [...gaps[job].filter(({ sessionDate }) => sessionDate >= shown), gap];
    if (gap.endedAt === null) openGaps[job] = gap;
    writer.write(gap);
  };
  const end = (job: RecordedJob, at: number) => {
    const gap = openGaps[job];
    if (!gap) return;
    const session = hours.scheduled.sessionOn(gap.sessionDate);
    gap.endedAt = Math.max(gap.startedAt, Math.min(at, session?.optionClose ?? at));
    delete openGaps[job];
    writer.write(gap);
  };
  /** A clock that was ahead for a while: gaps do not reach into what is still to come. */
  const cutAt = (now: number) => {
    for (const job of recordedJobs) {
      const lasting = openGaps[job];
      if (lasting && lasting.startedAt > now) delete openGaps[job];
      gaps[job] = gaps[job].filter(({ startedAt }) => startedAt <= now);
      for (const gap of gaps[job]) if ((gap.endedAt ?? 0) > now) gap.endedAt = now;
      if ((lastRecordedAt[job] ?? 0) > now) lastRecordedAt[job] = null;
      const readAfterCut = writer.cut(job, now).then(() => readAgain(job));
      reading = Promise.all([reading, readAfterCut]);
    }
  };
  /** What was missed of the session that the clock has gone back to. */
  const readAgain = async (job: RecordedJob) => {
    try {
      const { date } = coveredSession(hours.scheduled, clock.now());
      const kept = await store.ofSession(date, lastInstant, job);
      const known = new Set(gaps[job].map(({ startedAt }) => startedAt));
      gaps[job] = [...kept.filter(({ startedAt }) => !known.has(startedAt)), ...gaps[job]];
      tell();
    } catch (error) {
      onStoreError(error);
    }
  };
  let reading: Promise<unknown> = Promise.resolve();
  let latest = startedAt;
  /** What lasted when the options closed ended there. */
  const endWithSession = (now: number) => {
    if (now < latest - steppedBackMs) cutAt(now);
    latest = now;
    for (const job of recordedJobs) {
      const gap = openGaps[job];
      const session = gap && hours.scheduled.sessionOn(gap.sessionDate);
      if (gap && (!session || now >= session.optionClose)) end(job, session?.optionClose ?? now);
    }
  };
  /** A gap from then on; what of it lies in sessions that are over has ended, the rest lasts. */
  const begin = (job: RecordedJob, from: number, why: string) => {
    const now = clock.now();
    const reasonOn = (date: string) => (hours.stoodClosed(date) ? gapReasons.marketClosed : why);
    const lasting = openGaps[job];
    if (lasting && lasting.reason === reasonOn(lasting.sessionDate)) return;
    end(job, from);
    for (const { date, from: since, to } of stretchesWithin(hours.scheduled, from, now + 1)) {
      const reason = reasonOn(date);
      add(job, { job, sessionDate: date, startedAt: since, endedAt: to > now ? null : to, reason });
    }
  };

  const hasRecorded = (job: RecordedJob) =>
    (lastRecordedAt[job] ?? 0) >= coveredSession(hours.scheduled, clock.now()).open;
  /** A plan that refused until now: nothing of the session was to be recorded before. */
  const admit = (job: RecordedJob, now: number) => {
    const since = refusedSince[job];
    delete refusedSince[job];
    if (since === undefined || hasRecorded(job)) return;
    const { open } = coveredSession(hours.scheduled, now);
    for (const { date, from, to } of stretchesWithin(hours.scheduled, Math.max(since, open), now)) {
      add(job, { job, sessionDate: date, startedAt: from, endedAt: to, reason: gapReasons.notIncluded });
    }
  };

  const coverage = (): JobCoverage[] => {
    const now = clock.now();
    endWithSession(now);
    const { date, open, optionClose } = coveredSession(hours.scheduled, now);
    return recordedJobs.map((job) => {
      if (refusedSince[job] !== undefined && !hasRecorded(job)) {
        const hours = { from: open, until: optionClose };
        return { job, date, ratio: null, missingMs: 0, gaps: 0, open: null, ...hours, latest: [] };
      }
      const own = gaps[job].filter(({ sessionDate }) => sessionDate === date);
      const isNothingDue = ({ reason }: Gap) =>
        reason === gapReasons.marketClosed || reason === gapReasons.notIncluded;
      const to = Math.min(now, optionClose);
      const { spanMs, missingMs: notDueMs } = coverageOf(own.filter(isNothingDue), open, to);
      const counted = own.filter((gap) => !isNothingDue(gap));
      const { missingMs } = coverageOf(counted, open, to);
      const dueMs = spanMs - notDueMs;
      const ratio = dueMs > 0 ? 1 - missingMs / dueMs : 1;
      const lasting = openGaps[job];
      return {
        job,
        date,
        ratio: knownFrom >= optionClose ? null : ratio,
        missingMs,
        gaps: counted.length,
        open: lasting ? { since: lasting.startedAt, reason: lasting.reason } : null,
        ...{ from: open, until: optionClose },
        latest: counted
          .toSorted((one, other) => one.startedAt - other.startedAt)
          .slice(-maxNotified)
          .map(({ startedAt: from, endedAt: to, reason }) => ({ from, to, reason })),
      };
    });
  };
  const tell = () => {
    const found = coverage();
    // Ratios creep up with every second; a tenth of a per cent is what is shown.
    const figures = JSON.stringify(
      found.map(({ date, ratio, gaps, open }) => [date, ratio && Math.floor(ratio * 1000), gaps, open]),
    );
    if (figures === told) return;
    told = figures;
    bus.emit('gap', found);
  };

  /** Once the hours are over, or called off, the next slot is on another day. */
  const dueAfter = (job: RecordedJob, at: number) => Math.min(nextSlotAfter(job, at), at + intervalOf(job));

  const enterDowntime = async (job: RecordedJob) => {
    const { lastAliveAt, lastRecordedAt: recordedAt } = options;
    const last = await store.last(job, lastInstant);
    let from = recordedAt[job] === null ? null : dueAfter(job, recordedAt[job]);
    if (last) {
      // One that was open when the daemon died lasted at least as long as it lived.
      const endedAt =
        last.endedAt ??
        Math.min(
          Math.max(last.startedAt, lastAliveAt ?? 0),
          hours.scheduled.sessionOn(last.sessionDate)?.optionClose ?? startedAt,
        );
      if (last.endedAt === null) await store.closeOpen(job, endedAt);
      from = Math.max(from ?? 0, endedAt);
    }
    const { date, open, optionClose } = coveredSession(hours.scheduled, startedAt);
    gaps[job] = await store.ofSession(date, lastInstant, job);
    if (from === null && countsFirstSession && startedAt < optionClose) from = open;
    if (isRefused(job) && !hasRecorded(job)) refusedSince[job] = 0;
    else if (from !== null && from < startedAt) begin(job, from, gapReasons.down);
  };

  const takeUp = async (job: RecordedJob) => {
    gaps[job] = await store.ofSession(coveredSession(hours.scheduled, startedAt).date, lastInstant, job);
    const last = await store.last(job, lastInstant);
    if (last?.endedAt === null) {
      const lasting = gaps[job].find(({ endedAt }) => endedAt === null) ?? last;
      if (lasting === last) gaps[job].push(last);
      openGaps[job] = lasting;
      writer.adopt(lasting);
    }
    if (isRefused(job) && !hasRecorded(job)) refusedSince[job] = 0;
  };

  for (const job of recordedJobs) {
    try {
      await (continues ? takeUp : enterDowntime)(job);
    } catch (error) {
      onStoreError(error);
    }
  }

  return {
    coverage,
    hasRecorded,
    recorded(job) {
      const now = clock.now();
      endWithSession(now);
      admit(job, now);
      // On a day that stands closed, a poll (a start makes one, so may a person) is no sign of trading.
      const lasting = openGaps[job];
      if (lasting && !hours.stoodClosed(lasting.sessionDate)) end(job, now);
      lastRecordedAt[job] = now;
      tell();
    },
    failed(job, runStartedAt, error, slotAt = null) {
      const now = clock.now();
      endWithSession(now);
      // A time ahead of the clock is from before it was stepped back: nothing is recorded as it is set now.
      if ((lastRecordedAt[job] ?? 0) > now) lastRecordedAt[job] = null;
      const recordedAt = lastRecordedAt[job];
      if (recordedAt !== null && recordedAt >= runStartedAt) return;
      if (error instanceof UpstreamError && error.failure === 'not-entitled') {
        refusedSince[job] ??= runStartedAt;
        if (!hasRecorded(job)) {
          end(job, now);
          return tell();
        }
      }
      // A run that nothing was due for (somebody pressed a key) misses nothing yet.
      const isOverdue = recordedAt === null || runStartedAt - recordedAt >= 0.9 * intervalOf(job);
      if (slotAt === null && !isOverdue && !openGaps[job]) return;
      begin(job, slotAt ?? runStartedAt, reasonOf(error));
      tell();
    },
    suspended() {
      const now = clock.now();
      endWithSession(now);
      for (const job of recordedJobs) begin(job, now, gapReasons.marketClosed);
      tell();
    },
    missed(job, from, _to, reason) {
      endWithSession(clock.now());
      // The slots that a failing poll takes up belong to what makes it fail.
      if (reason === 'busy' && openGaps[job]) return;
      begin(job, from, gapReasons[reason]);
      const recordedAt = lastRecordedAt[job] ?? 0;
      if (reason === 'busy' && recordedAt >= from) end(job, recordedAt);
      tell();
    },
    lost(job, from, to) {
      for (const stretch of stretchesWithin(hours.scheduled, from, to)) {
        const last = gaps[job].findLast((gap) => gap.reason === gapReasons.notStored);
        if (last && writer.isGrowing(last) && last.endedAt === stretch.from) last.endedAt = stretch.to;
        else {
          const { date: sessionDate, from: since, to: until } = stretch;
          add(job, { job, sessionDate, startedAt: since, endedAt: until, reason: gapReasons.notStored });
        }
      }
      tell();
    },
    flush: writer.flush,
    async close({ isHandedOver } = { isHandedOver: false }) {
      endWithSession(clock.now());
      for (const job of isHandedOver ? [] : recordedJobs) end(job, clock.now());
      await writer.flush();
      await reading;
    },
  };
}
