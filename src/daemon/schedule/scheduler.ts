import type { Clock } from '../../base/clock.ts';
import { messageOf } from '../../base/errors.ts';
import type { Logger } from '../../base/log.ts';
import { sanitizeText } from '../../base/sanitize.ts';
import type { JobState } from '../../protocol/state.ts';
import { type BoundedRun, boundedRun, type RunBounds } from './bounded-run.ts';
import type { JobProgress } from '../hand-over.ts';
import type { Priority } from '../../sources/polygon/budget.ts';

export interface RunRequest extends Pick<RunBounds, 'signal'>, Partial<Pick<RunBounds, 'onProgress'>> {
  priority: Priority;
  /** Past the cache. */
  isForced: boolean;
  /** Epoch ms of the slot that it was due at; `null` for a user's refresh, and for a run at the start. */
  slotAt: number | null;
}

/** What whoever asks for a run out of turn says of it. */
export type RunNow = Pick<RunRequest, 'priority' | 'isForced'>;

export interface NextRun {
  /** `null`: not as things stand. */
  at: number | null;
  intervalMs: number | null;
  /** Why then, in one phrase. */
  reason: string;
  /**
   * A slot of this kind that passed while the machine slept is run on waking up, once for all that passed: the next one
   * is hours or a day away. Without it a slot belongs to its instant, and is dropped when that has passed.
   */
  isDueUntilDone?: boolean;
}

export interface Job {
  readonly name: string;
  /** Whether it runs as soon as the daemon is up, before its first slot. */
  readonly runsAtStart: boolean;
  /** Up to when earlier runs of the program have done its work; what was due since is run at the start. */
  doneUntil?(now: number): number;
  /** The next slot later than `after`, as of `now`. */
  next(now: number, after: number): NextRun;
  /** What came of it, in one phrase: `SPY 671.20`. */
  run(request: RunRequest): Promise<string>;
  /** Slots between two instants that were not run, for the record. */
  onMissed?(from: number, to: number, reason: 'asleep' | 'busy' | 'down'): void;
}

export interface Scheduler {
  states(): JobState[];
  /** Runs a job now, or joins the run in flight. */
  runNow(name: string, request: RunNow): Promise<{ isOk: boolean; message: string }>;
  /** Asks every job for its next slot again: the budget, the calendar or the clock has changed. */
  replan(): void;
  /** Takes up one more job, and runs it at once if it runs at the start. Returns how to end it. */
  add(job: Job): () => void;
  /**
   * Begins no more runs, from a moment on at which none is under way and no slot is at hand, where one comes soon. What
   * becomes due from then on is left to the daemon that takes over.
   */
  pause(): Promise<void>;
  /** Goes on after a pause: the slots that passed meanwhile are made up for once. */
  resume(): void;
  /** How far each job has come, a run that was broken off not counted. Jobs whose first run is not over are left out. */
  progress(): JobProgress[];
}

export interface SchedulerOptions {
  jobs: readonly Job[];
  clock: Clock;
  signal: AbortSignal;
  log: Logger;
  onChange: (states: JobState[]) => void;
  /** Told how each run ended, when it had started, and for which slot. */
  onOutcome: (job: string, error: unknown, startedAt: number, slotAt: number | null) => void;
  /** Real ms without progress after which a run has failed; without it there is no such limit. */
  patienceMs?: (job: string) => number;
  /** Why nothing may run as things are; `null` when it may. */
  refusal?: () => Error | null;
  /** Whether scheduled runs have to wait for a call. */
  isHeldUp?: () => boolean;
  /** Settles when runs may begin, or never will; without it they begin at once. */
  ready?: Promise<unknown>;
  /** Where the daemon before has left off: its jobs go on from there, without a run at the start. */
  continues?: readonly JobProgress[];
}

/** Longest sleep at a time: a machine that was suspended notices within this, and so does a stepped clock. */
const longestNapMs = 30_000;
/** A run that starts later than this (real ms) after its slot means that the machine slept or the clock was stepped. */
const lateMs = 5000;
/**
 * Real ms after which clients hear that a job runs; of one that has ended by then they hear once. Measured at a quote a
 * second: 0.8 events of jobs a quote less, and with an API that answers in 60 ms 1.6 frames a second instead of 2.0.
 */
const quickMs = 100;
/** Real ms that a run in flight may take to end by itself once the daemon closes: a poll that is paid for is recorded. */
const graceMs = 3000;
/** Real ms before a slot in which no hand-over begins, where there is another moment: the next daemon opens meanwhile. */
const leadMs = 2000;
/** Real ms for which such a moment is looked for; after that a hand-over begins between any two runs. */
const quietPatienceMs = 5000;
/** Real ms that runs under way may hold up a hand-over; what is broken off then is the next daemon's. */
const runPatienceMs = 30_000;

/** One loop a job: it sleeps to its slot, runs, and drops the slots that passed meanwhile, or makes up for them once. */
export function startScheduler(options: SchedulerOptions): Scheduler & { close(): Promise<void> } {
  const { clock, signal, log, onChange, onOutcome, isHeldUp = () => false } = options;
  const { patienceMs = () => Number.POSITIVE_INFINITY, refusal = () => null } = options;
  /** Under way, of jobs that have ended, too. */
  const runs = new Set<BoundedRun<string>>();
  /** The runs in flight have been told to end, some time after `signal` has ended the loops. */
  let isHurried = false;
  const continued = new Map(options.continues?.map(({ name, lastSlot }) => [name, lastSlot]));
  let isPaused = false;
  const newLoop = (job: Job) => {
    const state: JobState = {
      name: job.name,
      intervalMs: null,
      nextAt: null,
      lastStartedAt: null,
      lastSucceededAt: null,
      lastError: null,
      isRunning: false,
      reason: '',
    };
    return {
      job,
      state,
      flights: new Map<Priority, Promise<{ isOk: boolean; message: string }>>(),
      /** Ends a nap early; does nothing to who is awake. */
      wake: () => {},
      hasEnded: false,
      /** Whether its own run is under way, after which the next slot is looked for. */
      isPlanning: false,
      /** Whether something has come of a run that nobody was told yet. */
      hasNews: false,
      /** The last slot that was run to its end, or dropped; `null` until the first run is over. */
      doneSlot: continued.get(job.name) ?? null,
      /** Whether its next slot may have become due while nobody polled: it is run all the same, up to an interval late. */
      isTakingUp: continued.has(job.name),
    };
  };
  type Loop = ReturnType<typeof newLoop>;
  const loops = options.jobs.map(newLoop);
  /** Of jobs that have ended, too. */
  const flightsUnderWay = new Set<Promise<unknown>>();
  // A bare timer and not `clock.sleep` with a signal: that costs ten times as much, and a year has a million naps.
  const nap = (loop: Loop, ms: number) =>
    new Promise<void>((resolve) => {
      const cancel = clock.after(ms, resolve);
      loop.wake = () => {
        cancel();
        resolve();
      };
    });
  const wakeAll = () => {
    for (const loop of loops) loop.wake();
  };
  signal.addEventListener('abort', wakeAll, { once: true });
  const publish = () => onChange(loops.map(({ state }) => ({ ...state })));

  const run = (loop: Loop, request: RunNow, slotAt: number | null = null) => {
    const { priority } = request;
    const own = loop.flights.get(priority);
    const other = [...loop.flights.values()][0];
    // Whoever presses a key does not wait behind a slot that waits for the budget: calls are kept back for them.
    if (own ?? (priority === 'user' && isHeldUp() ? undefined : other)) return (own ?? other)!;
    const flight = (async () => {
      const { job, state } = loop;
      const startedAt = clock.now();
      state.isRunning = true;
      state.lastStartedAt = startedAt;
      const cancelTelling = clock.after(quickMs * clock.speed, publish);
      const bounded = boundedRun(clock, patienceMs(job.name), (bounds) => {
        const refused = refusal();
        if (refused) throw refused;
        return job.run({ ...request, slotAt, ...bounds });
      });
      runs.add(bounded);
      try {
        const message = await bounded.result;
        state.lastSucceededAt = clock.now();
        state.lastError = null;
        onOutcome(job.name, null, startedAt, slotAt);
        log.debug({ job: job.name }, message);
        return { isOk: true, message };
      } catch (thrown) {
        const message = sanitizeText(messageOf(thrown), 300);
        if (!isHurried) {
          state.lastError = message;
          onOutcome(job.name, thrown, startedAt, slotAt);
          log.warn({ job: job.name, err: thrown }, 'a job failed');
        }
        return { isOk: false, message };
      } finally {
        cancelTelling();
        runs.delete(bounded);
        loop.flights.delete(priority);
        state.isRunning = loop.flights.size > 0;
        // With its next slot, where that is about to be looked for.
        loop.hasNews = loop.isPlanning && !signal.aborted && !loop.hasEnded;
        if (!loop.hasNews) publish();
      }
    })();
    loop.flights.set(priority, flight);
    flightsUnderWay.add(flight);
    void flight.then(() => flightsUnderWay.delete(flight));
    return flight;
  };

  /** The slot after which a job goes on, once its first run is over. */
  const firstSlot = ({ job, state, doneSlot }: Loop): number => {
    if (doneSlot !== null) return doneSlot;
    const { lastStartedAt } = state;
    // What became due while the first run was under way may not be in it.
    if (lastStartedAt !== null && job.next(clock.now(), lastStartedAt).isDueUntilDone) return lastStartedAt;
    return job.doneUntil?.(clock.now()) ?? clock.now();
  };
  const follow = async (loop: Loop, firstRun: Promise<unknown>) => {
    const { job, state } = loop;
    await firstRun;
    let lastSlot = firstSlot(loop);
    /** The slot that was slept for. */
    let awaited: number | null = null;
    while (!signal.aborted && !loop.hasEnded) {
      loop.doneSlot = lastSlot;
      if (isPaused) {
        await nap(loop, longestNapMs);
        continue;
      }
      const now = clock.now();
      const next = job.next(now, lastSlot);
      const isNews =
        loop.hasNews ||
        state.nextAt !== next.at ||
        state.reason !== next.reason ||
        state.intervalMs !== next.intervalMs;
      Object.assign(state, { nextAt: next.at, reason: next.reason, intervalMs: next.intervalMs });
      loop.hasNews = false;
      if (isNews) publish();
      const wait = next.at === null ? longestNapMs : next.at - now;
      if (next.at === null || wait > 0) {
        awaited = next.at;
        loop.isTakingUp = false;
        await nap(loop, Math.min(longestNapMs, wait));
        // A clock stepped back must not hold the job until the old time comes round again.
        if (clock.now() < lastSlot - longestNapMs) lastSlot = clock.now();
        continue;
      }
      const isTakenUp = loop.isTakingUp;
      loop.isTakingUp = false;
      const lateness = now - next.at;
      if (isTakenUp && lateness > (next.intervalMs ?? 0) && !next.isDueUntilDone) {
        job.onMissed?.(next.at, now, 'down');
        lastSlot = now - 1;
        continue;
      }
      if (!isTakenUp && lateness > lateMs * clock.speed && !next.isDueUntilDone) {
        // Slots that passed while the machine slept are dropped, never caught up in a burst. Those that a changed plan
        // puts into the past (a market that opens after all, a shorter interval) were never due.
        if (awaited !== null && awaited <= now) job.onMissed?.(Math.max(awaited, next.at), now, 'asleep');
        lastSlot = now - 1;
        continue;
      }
      if (next.isDueUntilDone && refusal()) {
        await nap(loop, longestNapMs);
        continue;
      }
      lastSlot = next.isDueUntilDone ? now : next.at;
      loop.isPlanning = true;
      const { isOk } = await run(loop, { priority: 'scheduled', isForced: false }, next.at);
      loop.isPlanning = false;
      // One that was broken off by the end is the next daemon's.
      if (isOk || !signal.aborted) loop.doneSlot = lastSlot;
      const after = clock.now();
      const missed = job.next(after, lastSlot);
      if (missed.at !== null && missed.at < after && !missed.isDueUntilDone) {
        job.onMissed?.(missed.at, after, 'busy');
        lastSlot = after - 1;
      }
    }
  };
  /** A daemon that runs for months must not lose a job to one fault in its schedule. */
  const followForever = async (loop: Loop, started: Promise<unknown>) => {
    while (!signal.aborted && !loop.hasEnded) {
      try {
        await follow(loop, started);
      } catch (error) {
        onOutcome(loop.job.name, error, clock.now(), null);
        log.error({ job: loop.job.name, err: error }, 'a job could not be scheduled');
        await clock.sleep(longestNapMs, signal);
      }
    }
  };
  // One after the other, in the order given: on a plan of five calls a minute the first of them would otherwise share
  // the minute with what can wait.
  let isReady = options.ready === undefined;
  const begun = Promise.resolve(options.ready).then(() => {
    isReady = true;
  });
  let firstRuns: Promise<unknown> = begun;
  const running = new Set<Promise<void>>();
  const start = (loop: Loop, firstRun: Promise<unknown>) => {
    const followed = followForever(loop, firstRun).finally(() => running.delete(followed));
    running.add(followed);
  };
  const hasFirstRun = ({ job }: Loop) => !continued.has(job.name) && job.runsAtStart;
  for (const loop of loops) {
    if (hasFirstRun(loop)) {
      firstRuns = firstRuns.then(async () => {
        if (!signal.aborted) await run(loop, { priority: 'scheduled', isForced: false });
      });
    }
    start(loop, hasFirstRun(loop) || loop.job.doneUntil ? firstRuns : begun);
  }
  /** Resolves when all runs under way have ended, or after so many real ms. */
  const runsEnded = async (limitMs: number) => {
    const limit = new AbortController();
    const ended = Promise.all(flightsUnderWay).then(() => limit.abort());
    await Promise.race([ended, clock.sleep(limitMs * clock.speed, limit.signal)]);
    limit.abort();
  };
  const nextSlotIn = () => {
    const due = loops.flatMap(({ state }) => state.nextAt ?? []);
    return due.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...due) - clock.now();
  };

  return {
    states: () => loops.map(({ state }) => ({ ...state })),
    async runNow(name, request) {
      const loop = loops.find(({ job }) => job.name === name);
      if (!loop) return { isOk: false, message: `there is no job ${name}` };
      if (signal.aborted) return { isOk: false, message: 'the daemon is closing' };
      if (!isReady) return { isOk: false, message: 'the daemon is still starting' };
      if (isPaused) return { isOk: false, message: 'another process takes over' };
      return await run(loop, request);
    },
    replan() {
      wakeAll();
    },
    add(job) {
      const loop = newLoop(job);
      loops.push(loop);
      const request = { priority: 'scheduled', isForced: false } as const;
      const firstRun = async () => {
        // What is always polled comes first, also here.
        await firstRuns;
        if (!signal.aborted && !loop.hasEnded) await run(loop, request);
      };
      start(loop, hasFirstRun(loop) ? firstRun() : begun);
      continued.delete(job.name);
      publish();
      return () => {
        if (loop.hasEnded) return;
        loop.hasEnded = true;
        loops.splice(loops.indexOf(loop), 1);
        loop.wake();
        publish();
      };
    },
    async pause() {
      const deadline = clock.monotonic() + quietPatienceMs;
      for (let left = quietPatienceMs; left > 0 && !signal.aborted; left = deadline - clock.monotonic()) {
        if (flightsUnderWay.size > 0) await runsEnded(left);
        else if (nextSlotIn() > leadMs * clock.speed) break;
        else await clock.sleep(Math.min(left * clock.speed, Math.max(1, nextSlotIn() + 1)), signal);
      }
      isPaused = true;
      await runsEnded(runPatienceMs);
    },
    resume() {
      isPaused = false;
      for (const loop of loops) loop.isTakingUp = true;
      wakeAll();
    },
    progress: () =>
      loops.flatMap(({ job, state, doneSlot }) => {
        if (doneSlot === null) return [];
        // After a failure, what is due once a day is tried again, as after any start.
        const isTriedAgain = state.lastError !== null && job.next(clock.now(), doneSlot).isDueUntilDone;
        return isTriedAgain ? [] : [{ name: job.name, lastSlot: doneSlot }];
      }),
    async close() {
      const cancel = clock.after(graceMs * clock.speed, () => {
        isHurried = true;
        for (const run of runs) run.hurry();
      });
      await Promise.all([...running, ...flightsUnderWay]);
      cancel();
    },
  };
}
