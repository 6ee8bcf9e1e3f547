import type { NextRun, SchedulerOptions } from './job.ts';
import { type Loop, nap } from './loop.ts';
import type { Runs } from './runs.ts';

/** Longest sleep at a time: a machine that was suspended notices within this, and so does a stepped clock. */
export const longestNapMs = 30_000;
/** A run that starts later than this (real ms) after its slot means that the machine slept or the clock was stepped. */
const lateMs = 5000;

/** What following a job's slots takes, beyond the scheduler's own options. */
export interface FollowOptions extends SchedulerOptions {
  runs: Runs;
  publish: () => void;
  isPaused: () => boolean;
}

/** Where a loop stands between two slots. */
interface Place {
  /** The last slot that was run or dropped. */
  lastSlot: number;
  /** The slot that was slept for; `null` before the first sleep. */
  awaited: number | null;
}

/**
 * Follows a job from slot to slot until the end: sleeps to the slot, runs, and drops the slots that passed meanwhile, or
 * makes up for them once.
 */
export async function followSlots(loop: Loop, options: FollowOptions): Promise<void> {
  const { clock, signal, isPaused } = options;
  const place: Place = { lastSlot: await firstSlot(loop, options), awaited: null };
  while (!signal.aborted && !loop.hasEnded) {
    loop.doneSlot = place.lastSlot;
    if (isPaused()) {
      await nap(clock, loop, longestNapMs);
      continue;
    }
    const now = clock.now();
    const next = loop.job.next(now, place.lastSlot);
    showNext(loop, next, options);
    if (next.at === null || next.at > now) await sleepTo(next.at, now, loop, place, options);
    else if (!isDropped(loop, { ...next, at: next.at }, now, place, options))
      await runSlot(loop, { ...next, at: next.at }, now, place, options);
  }
}

/** The slot after which a job goes on, once its first run is over. */
async function firstSlot({ job, state, doneSlot }: Loop, { clock }: FollowOptions): Promise<number> {
  if (doneSlot !== null) return doneSlot;
  const { lastStartedAt } = state;
  // What became due while the first run was under way may not be in it.
  if (lastStartedAt !== null && job.next(clock.now(), lastStartedAt).isDueUntilDone) return lastStartedAt;
  return (await job.doneUntil?.(clock.now())) ?? clock.now();
}

function showNext(loop: Loop, { at, reason, intervalMs }: NextRun, { publish }: FollowOptions): void {
  const { state } = loop;
  const isNews =
    loop.hasNews || state.nextAt !== at || state.reason !== reason || state.intervalMs !== intervalMs;
  Object.assign(state, { nextAt: at, reason, intervalMs });
  loop.hasNews = false;
  if (isNews) publish();
}

async function sleepTo(
  at: number | null,
  now: number,
  loop: Loop,
  place: Place,
  { clock }: FollowOptions,
): Promise<void> {
  place.awaited = at;
  loop.isTakingUp = false;
  await nap(clock, loop, Math.min(longestNapMs, at === null ? longestNapMs : at - now));
  // A clock stepped back must not hold the job until the old time comes round again.
  if (clock.now() < place.lastSlot - longestNapMs) place.lastSlot = clock.now();
}

type DueRun = NextRun & { at: number };

/** Drops a slot that nobody was there for. What is due until it is done is never dropped. */
function isDropped(loop: Loop, next: DueRun, now: number, place: Place, { clock }: FollowOptions): boolean {
  const { job, isTakingUp } = loop;
  loop.isTakingUp = false;
  if (next.isDueUntilDone) return false;
  const lateness = now - next.at;
  if (isTakingUp) {
    if (lateness <= (next.intervalMs ?? 0)) return false;
    job.onMissed?.(next.at, now, 'down');
  } else {
    if (lateness <= lateMs * clock.speed) return false;
    // Slots that passed while the machine slept are dropped, never caught up in a burst. Those that a change of the
    // calendar or the intervals puts into the past were never due.
    const { awaited } = place;
    if (awaited !== null && awaited <= now) job.onMissed?.(Math.max(awaited, next.at), now, 'asleep');
  }
  place.lastSlot = now - 1;
  return true;
}

async function runSlot(
  loop: Loop,
  next: DueRun,
  now: number,
  place: Place,
  { clock, signal, refusal = () => null, runs }: FollowOptions,
): Promise<void> {
  if (next.isDueUntilDone && refusal()) {
    await nap(clock, loop, longestNapMs);
    return;
  }
  place.lastSlot = next.isDueUntilDone ? now : next.at;
  loop.isPlanning = true;
  const { isOk } = await runs.run(loop, { priority: 'scheduled', isForced: false }, next.at);
  loop.isPlanning = false;
  // One that was broken off by the end is the next daemon's.
  if (isOk || !signal.aborted) loop.doneSlot = place.lastSlot;
  const after = clock.now();
  const missed = loop.job.next(after, place.lastSlot);
  if (missed.at !== null && missed.at < after && !missed.isDueUntilDone) {
    loop.job.onMissed?.(missed.at, after, 'busy');
    place.lastSlot = after - 1;
  }
}
