import type { Scheduler, SchedulerOptions } from './job.ts';
import { type FollowOptions, followSlots, longestNapMs } from './follow-slots.ts';
import { type Loop, newLoop } from './loop.ts';
import { createRuns, type Runs } from './runs.ts';

/** Real ms that a run in flight may take to end by itself once the daemon closes: a poll that is paid for is recorded. */
const graceMs = 3000;
/** Real ms before a slot in which no hand-over begins, where there is another moment: the next daemon opens meanwhile. */
const leadMs = 2000;
/** Real ms for which such a moment is looked for; after that a hand-over begins between any two runs. */
const quietPatienceMs = 5000;
/** Real ms that runs under way may hold up a hand-over; what is broken off then is the next daemon's. */
const runPatienceMs = 30_000;

const scheduled = { priority: 'scheduled', isForced: false } as const;

/** One loop a job: it sleeps to its slot, runs, and drops the slots that passed meanwhile, or makes up for them once. */
export function startScheduler(options: SchedulerOptions): Scheduler & { close(): Promise<void> } {
  const { clock, signal, onChange } = options;
  const continued = new Map(options.continues?.map(({ name, lastSlot }) => [name, lastSlot]));
  const loops = options.jobs.map((job) => newLoop(job, continued.get(job.name) ?? null));
  const states = () => loops.map(({ state }) => ({ ...state }));
  const publish = () => onChange(states());
  const wakeAll = () => {
    for (const loop of loops) loop.wake();
  };
  signal.addEventListener('abort', wakeAll, { once: true });
  let isPaused = false;
  let isReady = options.ready === undefined;
  const runNow: Scheduler['runNow'] = async (name, request) => {
    const loop = loops.find(({ job }) => job.name === name);
    if (!loop) return { isOk: false, message: `there is no job ${name}` };
    if (signal.aborted) return { isOk: false, message: 'the daemon is closing' };
    if (!isReady) return { isOk: false, message: 'the daemon is still starting' };
    if (isPaused) return { isOk: false, message: 'another process takes over' };
    return await runs.run(loop, request);
  };
  const runs = createRuns(options, publish, runNow);
  const ready = Promise.resolve(options.ready).then(() => {
    isReady = true;
  });
  const begun = beginLoops(loops, continued, { ...options, runs, publish, isPaused: () => isPaused }, ready);

  return {
    states,
    runNow,
    replan: wakeAll,
    add(job) {
      const loop = newLoop(job, continued.get(job.name) ?? null);
      loops.push(loop);
      begun.add(loop);
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
      await quietMoment(loops, runs, options);
      isPaused = true;
      await runs.ended(runPatienceMs);
    },
    resume() {
      isPaused = false;
      for (const loop of loops) loop.isTakingUp = true;
      wakeAll();
    },
    progress: () => loops.flatMap((loop) => progressOf(loop, clock.now())),
    async close() {
      const cancel = clock.after(graceMs * clock.speed, runs.hurry);
      await Promise.all([begun.ended(), runs.all()]);
      cancel();
    },
  };
}

/**
 * Begins the loops. First runs are one after the other, in the order given: on a plan of five calls a minute the first of
 * them would otherwise share the minute with what can wait.
 */
function beginLoops(
  loops: readonly Loop[],
  continued: ReadonlyMap<string, number>,
  options: FollowOptions,
  ready: Promise<void>,
) {
  const { signal, runs } = options;
  const following = new Set<Promise<void>>();
  const follow = (loop: Loop, firstRun: Promise<unknown>) => {
    const followed = followForever(loop, firstRun, options).finally(() => following.delete(followed));
    following.add(followed);
  };
  const hasFirstRun = ({ job }: Loop) => !continued.has(job.name) && job.runsAtStart;
  let firstRuns: Promise<unknown> = ready;
  for (const loop of loops) {
    if (hasFirstRun(loop)) {
      firstRuns = firstRuns.then(async () => {
        if (!signal.aborted) await runs.run(loop, scheduled);
      });
    }
    follow(loop, hasFirstRun(loop) || loop.job.doneUntil ? firstRuns : ready);
  }
  const firstRunOf = async (loop: Loop) => {
    // What is always polled comes first, also here.
    await firstRuns;
    if (!signal.aborted && !loop.hasEnded) await runs.run(loop, scheduled);
  };
  return {
    /** Takes up one more loop. */
    add: (loop: Loop) => follow(loop, hasFirstRun(loop) ? firstRunOf(loop) : ready),
    ended: () => Promise.all(following),
  };
}

/** A daemon that runs for months must not lose a job to one fault in its schedule. */
async function followForever(loop: Loop, firstRun: Promise<unknown>, options: FollowOptions): Promise<void> {
  const { clock, signal, log, onOutcome } = options;
  while (!signal.aborted && !loop.hasEnded) {
    try {
      await firstRun;
      await followSlots(loop, options);
    } catch (error) {
      onOutcome(loop.job.name, error, clock.now(), null);
      log.error({ job: loop.job.name, err: error }, 'a job could not be scheduled');
      await clock.sleep(longestNapMs, signal);
    }
  }
}

/** Waits for a moment without a run or a slot at hand, for a while. */
async function quietMoment(
  loops: readonly Loop[],
  runs: Runs,
  { clock, signal }: SchedulerOptions,
): Promise<void> {
  const nextSlotIn = () => {
    const due = loops.flatMap(({ state }) => state.nextAt ?? []);
    return due.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...due) - clock.now();
  };
  const deadline = clock.monotonic() + quietPatienceMs;
  for (let left = quietPatienceMs; left > 0 && !signal.aborted; left = deadline - clock.monotonic()) {
    if (runs.areUnderWay()) await runs.ended(left);
    else if (nextSlotIn() > leadMs * clock.speed) break;
    else await clock.sleep(Math.min(left * clock.speed, Math.max(1, nextSlotIn() + 1)), signal);
  }
}

function progressOf({ job, state, doneSlot }: Loop, now: number) {
  if (doneSlot === null) return [];
  // After a failure, what is due once a day is tried again, as after any start.
  const isTriedAgain = state.lastError !== null && job.next(now, doneSlot).isDueUntilDone;
  return isTriedAgain ? [] : [{ name: job.name, lastSlot: doneSlot }];
}
