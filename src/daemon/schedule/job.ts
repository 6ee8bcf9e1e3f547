import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import type { JobState } from '../../protocol/state.ts';
import type { PollRequest } from '../../sources/request.ts';
import type { JobProgress } from '../hand-over.ts';

/** A run out of turn. */
export type RunNow = Pick<PollRequest, 'priority' | 'isForced'>;

/** When a job is due next, and why then. */
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

/** Something that the daemon does at slots of its own. */
export interface Job {
  readonly name: string;
  /** Whether it runs as soon as the daemon is up, before its first slot. */
  readonly runsAtStart: boolean;
  /** Up to when earlier runs of the program have done its work; what was due since is run at the start. */
  doneUntil?(now: number): Promise<number>;
  /** The next slot later than `after`, as of `now`. */
  next(now: number, after: number): NextRun;
  /** @param runNow runs another job that this one finds due. Returns what came of it, in one phrase: `SPY 671.20`. */
  run(request: PollRequest, runNow: Scheduler['runNow']): Promise<string>;
  /** Slots between two instants that were not run, for the record. */
  onMissed?(from: number, to: number, reason: 'asleep' | 'busy' | 'down'): void;
}

/** How a run ended, in one phrase. */
export interface RunOutcome {
  isOk: boolean;
  message: string;
}

/** Runs the jobs at their slots and on request. */
export interface Scheduler {
  states(): JobState[];
  /** Runs a job now, or joins the run in flight. */
  runNow(name: string, request: RunNow): Promise<RunOutcome>;
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

/** The jobs, and who is notified of their outcomes. */
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
