import type { Clock } from '../base/clock.ts';
import { messageOf } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import { sanitizeText } from '../base/sanitize.ts';
import type { JobState } from '../protocol/state.ts';
import { type BoundedRun, boundedRun, type RunBounds } from './bounded-run.ts';
import type { Priority } from './upstream/budget.ts';

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
  onMissed?(from: number, to: number, reason: 'asleep' | 'busy'): void;
}

export interface Poller {
  states(): JobState[];
  /** Runs a job now, or joins the run in flight. */
  runNow(name: string, request: RunNow): Promise<{ isOk: boolean; message: string }>;
  /** Asks every job for its next slot again: the budget, the calendar or the clock has changed. */
  replan(): void;
  /** Takes up one more job, and runs it at once if it runs at the start. Returns how to end it. */
  add(job: Job): () => void;
}

export interface PollerOptions {
  jobs: readonly Job[];
  clock: Clock;
  signal: AbortSignal;
  log: Logger;
  onChange: (states: JobState[]) => void;
  /** Told how each run ended, when it had started, and for which slot. */
  onOutcome: (job: string, error: unknown, startedAt: number, slotAt: number | null) => void;
  /** Real ms without progress after which a run has failed; without it there is no such limit. */
  patienceMs?: (job: string) => number;
  /** Whether scheduled runs have to wait for a call. */
  isHeldUp?: () => boolean;
  /** Settles when runs may begin, or never will; without it they begin at once. */
  ready?: Promise<unknown>;
}

/** Longest sleep at a time: a machine that was suspended notices within this, and so does a stepped clock. */
const longestNapMs = 30_000;
/** A run that starts later than this (real ms) after its slot means that the machine slept or the clock was stepped. */
const lateMs = 5000;
/** Real ms after which it is told that a job runs; one that has ended by then is told of once. */
const quickMs = 100;
/** Real ms that a run in flight may take to end by itself once the daemon closes: a poll that is paid for is recorded. */
const graceMs = 3000;

/** One loop a job: it sleeps to its slot, runs, and drops the slots that passed meanwhile, or makes up for them once. */
export function startPoller(options: PollerOptions): Poller & { close(): Promise<void> } {
  const { clock, signal, log, onChange, onOutcome, isHeldUp = () => false } = options;
  const { patienceMs = () => Number.POSITIVE_INFINITY } = options;
  /** Under way, of jobs that have ended, too. */
  const runs = new Set<BoundedRun<string>>();
  /** The runs in flight have been told to end, some time after `signal` has ended the loops. */
  let isHurried = false;
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
      const bounded = boundedRun(clock, patienceMs(job.name), (bounds) =>
        job.run({ ...request, slotAt, ...bounds }),
      );
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

  const follow = async (loop: Loop, firstRun: Promise<unknown>) => {
    const { job, state } = loop;
    await firstRun;
    let lastSlot = job.doneUntil?.(clock.now()) ?? clock.now();
    // What became due while the first run was under way may not be in it.
    const { lastStartedAt } = state;
    if (lastStartedAt !== null && job.next(clock.now(), lastStartedAt).isDueUntilDone)
      lastSlot = lastStartedAt;
    /** The slot that was slept for. */
    let awaited: number | null = null;
    while (!signal.aborted && !loop.hasEnded) {
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
        await nap(loop, Math.min(longestNapMs, wait));
        // A clock stepped back must not hold the job until the old time comes round again.
        if (clock.now() < lastSlot - longestNapMs) lastSlot = clock.now();
        continue;
      }
      if (now - next.at > lateMs * clock.speed && !next.isDueUntilDone) {
        // Slots that passed while the machine slept are dropped, never caught up in a burst. Those that a changed plan
        // puts into the past (a market that opens after all, a shorter interval) were never due.
        if (awaited !== null && awaited <= now) job.onMissed?.(Math.max(awaited, next.at), now, 'asleep');
        lastSlot = now - 1;
        continue;
      }
      lastSlot = next.isDueUntilDone ? now : next.at;
      loop.isPlanning = true;
      await run(loop, { priority: 'scheduled', isForced: false }, next.at);
      loop.isPlanning = false;
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
  for (const loop of loops) {
    if (loop.job.runsAtStart) {
      firstRuns = firstRuns.then(async () => {
        if (!signal.aborted) await run(loop, { priority: 'scheduled', isForced: false });
      });
    }
    start(loop, loop.job.runsAtStart || loop.job.doneUntil ? firstRuns : begun);
  }

  return {
    states: () => loops.map(({ state }) => ({ ...state })),
    async runNow(name, request) {
      const loop = loops.find(({ job }) => job.name === name);
      if (!loop) return { isOk: false, message: `there is no job ${name}` };
      if (signal.aborted) return { isOk: false, message: 'the daemon is closing' };
      if (!isReady) return { isOk: false, message: 'the daemon is still starting' };
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
      start(loop, job.runsAtStart ? firstRun() : begun);
      publish();
      return () => {
        if (loop.hasEnded) return;
        loop.hasEnded = true;
        loops.splice(loops.indexOf(loop), 1);
        loop.wake();
        publish();
      };
    },
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
