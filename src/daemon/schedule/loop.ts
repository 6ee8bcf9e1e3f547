import type { Clock } from '../../base/clock.ts';
import type { JobState } from '../../protocol/state.ts';
import type { Priority } from '../../sources/polygon/budget.ts';
import type { Job, RunOutcome } from './job.ts';

/** One job on its way from slot to slot. */
export interface Loop {
  readonly job: Job;
  readonly state: JobState;
  /** Runs under way, by who waits for them. */
  readonly flights: Map<Priority, Promise<RunOutcome>>;
  /** Ends a nap early; does nothing to a loop that is awake. */
  wake: () => void;
  hasEnded: boolean;
  /** Whether its own run is under way, after which the next slot is looked for. */
  isPlanning: boolean;
  /** Whether the state of a run has changed and was not published yet. */
  hasNews: boolean;
  /** The last slot that was run to its end, or dropped; `null` until the first run is over. */
  doneSlot: number | null;
  /** Whether its next slot may have become due while nobody polled: it is run all the same, up to an interval late. */
  isTakingUp: boolean;
}

/** @param lastSlot where the daemon before has left off; `null` where there was none */
export function newLoop(job: Job, lastSlot: number | null): Loop {
  return {
    job,
    state: {
      name: job.name,
      intervalMs: null,
      nextAt: null,
      lastStartedAt: null,
      lastSucceededAt: null,
      lastError: null,
      isRunning: false,
      reason: '',
    },
    flights: new Map(),
    wake: () => {},
    hasEnded: false,
    isPlanning: false,
    hasNews: false,
    doneSlot: lastSlot,
    isTakingUp: lastSlot !== null,
  };
}

/**
 * Sleeps until the time is over or the loop is woken. A bare timer and not `clock.sleep` with a signal: that costs ten
 * times as much, and a year has a million naps.
 */
export function nap(clock: Clock, loop: Loop, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, resolve);
    loop.wake = () => {
      cancel();
      resolve();
    };
  });
}
