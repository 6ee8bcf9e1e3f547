import type { Clock } from '../../base/clock.ts';
import { steadyTime } from '../../base/steady-time.ts';
import type { BudgetState } from '../../recordings/usage.ts';
import { UpstreamError } from './http/upstream-error.ts';

/**
 * `user`: somebody pressed a key and waits. `scheduled`: a slot of what is always recorded. `extra`: a slot of what is
 * polled besides; it goes where no slot of the others has to wait for it.
 */
export type Priority = 'user' | 'scheduled' | 'extra';

export interface Budget {
  /**
   * Takes one call, waiting for a free one for up to `maxWaitMs`.
   * @throws UpstreamError `budget` when none gets free in time, or the signal aborts.
   */
  take(request: { priority: Priority; maxWaitMs: number; signal?: AbortSignal }): Promise<void>;
  /** Makes no calls for this long: the server has said that the minute is used up. */
  blockFor(ms: number): void;
  /** What the plan allows, as far as is known; a limit learnt from refusals stays below it. */
  setCallsPerMinute(calls: number): void;
  /**
   * The server has refused a call although the limit was kept: it counts to less than was thought. The limit becomes
   * what the last minute has shown to be allowed, and a quarter of an hour without another refusal restores it.
   */
  lower(): void;
  /** Says where to ask for the calls that slots will take between two instants, each by its time. */
  expect(planned: (from: number, to: number) => readonly number[]): void;
  /** Calls that may go out at once. */
  free(priority: Priority): number;
  state(): BudgetState;
}

export interface BudgetOptions {
  clock: Clock;
  callsPerMinute: number;
  /** Calls of the last hour, by this or an earlier process; `isRefused` says that the server answered 429. */
  recentCalls?: readonly { at: number; isRefused: boolean }[];
}

/**
 * The vendor counts calls as they arrive, not as they leave: a second on top of the minute keeps two calls that left 60
 * seconds apart from arriving 59.9 seconds apart.
 */
export const windowMs = 61_000;

/** What the smallest plan allows. Fewer were granted only because somebody else uses the same key. */
const smallestPlanCalls = 5;
/** How long a limit learnt from a refusal holds. */
const loweredForMs = 15 * 60_000;

/** A sliding window over the last minute, which keeps calls back for the user once more than one is allowed. */
export function createBudget({ clock, callsPerMinute, recentCalls = [] }: BudgetOptions): Budget {
  const time = steadyTime(clock);
  /** In steady time, like every instant in here: a clock stepped back must not hold up calls until it has caught up. */
  const calls: number[] = [];
  let allowed = callsPerMinute;
  let lowered: { to: number; at: number } | null = null;
  let blockedUntil = 0;
  /** Wakes those who wait when there may be more calls than they thought. */
  let changed = new AbortController();

  const forget = (now: number) => {
    while (calls.length > 0 && calls[0]! <= now - windowMs) calls.shift();
  };
  const limitAt = (now: number) => {
    if (lowered && now - lowered.at >= loweredForMs) lowered = null;
    return lowered ? Math.min(allowed, lowered.to) : allowed;
  };
  const lowerAt = (now: number) => {
    forget(now);
    // The refused call itself is the last one taken.
    const granted = calls.length - 1;
    const limit = limitAt(now);
    if (granted < limit) lowered = { to: Math.max(granted, Math.min(smallestPlanCalls, limit)), at: now };
  };
  const reserveOf = (limit: number) => (limit > 1 ? Math.max(1, Math.floor(limit / 20)) : 0);
  const share = (priority: Priority, limit: number) =>
    priority === 'user' ? limit : limit - reserveOf(limit);
  let plannedCalls: (from: number, to: number) => readonly number[] = () => [];

  /** The first instant from `from` on at which one more call holds up no planned one. */
  const extraFreeAt = (from: number, limit: number): number => {
    // Far enough for the next gap between slots, however tight they are.
    const onClock = time.onClock(from);
    const planned = plannedCalls(onClock, onClock + 5 * windowMs).map((at) => at - onClock + from);
    if (calls.length + planned.length + 1 <= limit) return from;
    const isFree = (at: number) => {
      const withIt = [...calls, ...planned, at].sort((a, b) => a - b);
      return withIt.every((end, index) => {
        if (end < at || end >= at + windowMs) return true;
        const first = withIt.findIndex((start) => start > end - windowMs);
        return index - first + 1 <= limit;
      });
    };
    const leaving = [...calls, ...planned].map((call) => call + windowMs);
    const candidates = [from, ...leaving.filter((at) => at > from)].sort((a, b) => a - b);
    return candidates.find(isFree) ?? candidates.at(-1)!;
  };
  /** When a call of this priority may go out; now or earlier means at once. */
  const freeAt = (priority: Priority, now: number): number => {
    forget(now);
    const limit = share(priority, limitAt(now));
    const blocking = calls[calls.length - limit];
    const at = Math.max(blockedUntil, blocking === undefined ? now : blocking + windowMs);
    return priority === 'extra' ? extraFreeAt(Math.max(at, now), limit) : at;
  };
  for (const { at, isRefused } of [...recentCalls].sort((a, b) => a.at - b.at)) {
    if (at > time.now()) continue;
    calls.push(at);
    if (isRefused) lowerAt(at);
  }
  // Waiters of one priority go in the order they came: otherwise a long chain poll could be overtaken for ever.
  const queues: Record<Priority, Promise<void>> = {
    user: Promise.resolve(),
    scheduled: Promise.resolve(),
    extra: Promise.resolve(),
  };

  const waitAndTake: Budget['take'] = async ({ priority, maxWaitMs, signal }) => {
    const deadline = time.now() + maxWaitMs;
    for (;;) {
      if (signal?.aborted) throw new UpstreamError('budget', 'No call was made: closing.');
      const now = time.now();
      const at = freeAt(priority, now);
      if (at <= now) {
        calls.push(now);
        return;
      }
      if (at > deadline) {
        const why =
          blockedUntil > now
            ? 'The API has refused further calls for now'
            : `This minute's ${limitAt(now)} calls are used up`;
        const seconds = Math.ceil((at - now) / 1000);
        throw new UpstreamError('budget', `${why}; the next one is free in ${seconds} s.`);
      }
      await clock.sleep(at - now, AbortSignal.any([changed.signal, ...(signal ? [signal] : [])]));
    }
  };

  return {
    take(request) {
      const turn = queues[request.priority].then(() => waitAndTake(request));
      // The caller gets the rejection; the queue only waits for the turn to end.
      queues[request.priority] = turn.then(
        () => undefined,
        () => undefined,
      );
      return turn;
    },
    blockFor(ms) {
      blockedUntil = Math.max(blockedUntil, time.now() + ms);
    },
    setCallsPerMinute(next) {
      if (next === allowed) return;
      allowed = next;
      changed.abort();
      changed = new AbortController();
    },
    lower: () => lowerAt(time.now()),
    expect(planned) {
      plannedCalls = planned;
    },
    free(priority) {
      const now = time.now();
      if (blockedUntil > now) return 0;
      forget(now);
      return Math.max(0, share(priority, limitAt(now)) - calls.length);
    },
    state() {
      const now = time.now();
      forget(now);
      const oldest = calls[0];
      const limit = limitAt(now);
      return {
        callsPerMinute: limit,
        used: calls.length,
        reserve: reserveOf(limit),
        nextFreeAt: oldest === undefined ? null : time.onClock(Math.max(blockedUntil, oldest + windowMs)),
      };
    },
  };
}
