import { messageOf } from '../../base/errors.ts';
import { sanitizeText } from '../../base/sanitize.ts';
import { type BoundedRun, boundedRun } from './bounded-run.ts';
import type { RunNow, RunOutcome, Scheduler, SchedulerOptions } from './job.ts';
import type { Loop } from './loop.ts';

/** Runs of all jobs, also of those that have ended since. */
export interface Runs {
  /** Begins a run, or joins the one under way. Never rejects. */
  run(loop: Loop, request: RunNow, slotAt?: number | null): Promise<RunOutcome>;
  /** Whether any is under way. */
  areUnderWay(): boolean;
  /** Resolves when all those under way have ended, or after so many real ms. */
  ended(limitMs: number): Promise<void>;
  /** Tells all of them to end. What comes of them is not recorded as a failure. */
  hurry(): void;
  all(): Promise<unknown>;
}

/** Real ms after which clients are shown that a job runs; a run that ends within that time is shown once. */
const quickMs = 100;

/** @param publish shows the states of all jobs */
export function createRuns(
  options: SchedulerOptions,
  publish: () => void,
  runNow: Scheduler['runNow'],
): Runs {
  const { clock, isHeldUp = () => false } = options;
  const { launch, hurry } = createLauncher(options, publish, runNow);
  const flights = new Set<Promise<unknown>>();

  return {
    run(loop, request, slotAt = null) {
      const { priority } = request;
      const own = loop.flights.get(priority);
      const other = [...loop.flights.values()][0];
      // A user does not wait behind a slot that waits for the budget: calls are kept back for them.
      const joined = own ?? (priority === 'user' && isHeldUp() ? undefined : other);
      if (joined) return joined;
      const flight = launch(loop, request, slotAt);
      loop.flights.set(priority, flight);
      flights.add(flight);
      void flight.then(() => flights.delete(flight));
      return flight;
    },
    areUnderWay: () => flights.size > 0,
    async ended(limitMs) {
      const limit = new AbortController();
      const ended = Promise.all(flights).then(() => limit.abort());
      await Promise.race([ended, clock.sleep(limitMs * clock.speed, limit.signal)]);
      limit.abort();
    },
    hurry,
    all: () => Promise.all(flights),
  };
}

/** Launches runs, each within its time limit, and shows their states. A launched run never rejects. */
function createLauncher(options: SchedulerOptions, publish: () => void, runNow: Scheduler['runNow']) {
  const { clock } = options;
  const bounded = new Set<BoundedRun<string>>();
  let isHurried = false;

  const start = (loop: Loop, request: RunNow, slotAt: number | null) => {
    const { patienceMs = () => Number.POSITIVE_INFINITY, refusal = () => null } = options;
    const { job } = loop;
    return boundedRun(clock, patienceMs(job.name), (bounds) => {
      const rejection = refusal();
      if (rejection) throw rejection;
      return job.run({ ...request, slotAt, ...bounds }, runNow);
    });
  };

  const launch = async (loop: Loop, request: RunNow, slotAt: number | null): Promise<RunOutcome> => {
    const { state } = loop;
    const startedAt = clock.now();
    state.isRunning = true;
    state.lastStartedAt = startedAt;
    const cancelNotice = clock.after(quickMs * clock.speed, publish);
    const run = start(loop, request, slotAt);
    bounded.add(run);
    try {
      const message = await run.result;
      succeeded(options, loop, message, startedAt, slotAt);
      return { isOk: true, message };
    } catch (thrown) {
      const message = sanitizeText(messageOf(thrown), 300);
      if (!isHurried) failed(options, loop, { thrown, message }, startedAt, slotAt);
      return { isOk: false, message };
    } finally {
      cancelNotice();
      bounded.delete(run);
      loop.flights.delete(request.priority);
      state.isRunning = loop.flights.size > 0;
      // With its next slot, where that is about to be looked for.
      loop.hasNews = loop.isPlanning && !options.signal.aborted && !loop.hasEnded;
      if (!loop.hasNews) publish();
    }
  };

  return {
    launch,
    hurry() {
      isHurried = true;
      for (const run of bounded) run.hurry();
    },
  };
}

function succeeded(
  { clock, log, onOutcome }: SchedulerOptions,
  { job, state }: Loop,
  message: string,
  startedAt: number,
  slotAt: number | null,
): void {
  state.lastSucceededAt = clock.now();
  state.lastError = null;
  onOutcome(job.name, null, startedAt, slotAt);
  log.debug({ job: job.name }, message);
}

function failed(
  { log, onOutcome }: SchedulerOptions,
  { job, state }: Loop,
  { thrown, message }: { thrown: unknown; message: string },
  startedAt: number,
  slotAt: number | null,
): void {
  state.lastError = message;
  onOutcome(job.name, thrown, startedAt, slotAt);
  log.warn({ job: job.name, err: thrown }, 'a job failed');
}
