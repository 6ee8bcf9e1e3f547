import type { Clock } from '../../base/clock.ts';
import type { Usage } from '../../protocol/state.ts';
import { UpstreamError } from './upstream-error.ts';

/** `user`: somebody pressed a key and waits. `scheduled`: a slot of a job. */
export type Priority = 'user' | 'scheduled';

export interface Budget {
  /**
   * Takes one call, waiting for a free one for up to `maxWaitMs`.
   * @throws UpstreamError `budget` when none gets free in time, or the signal aborts.
   */
  take(request: { priority: Priority; maxWaitMs: number; signal?: AbortSignal }): Promise<void>;
  /** Makes no calls before this instant: the server has said that the minute is used up. */
  blockUntil(at: number): void;
  setCallsPerMinute(calls: number): void;
  state(): Usage['budget'];
}

export interface BudgetOptions {
  clock: Clock;
  callsPerMinute: number;
  /** Times of the calls that were made within the last minute, by this or an earlier process. */
  recentCalls?: readonly number[];
}

/**
 * The vendor counts calls as they arrive, not as they leave: a second on top of the minute keeps two calls that left 60
 * seconds apart from arriving 59.9 seconds apart.
 */
const windowMs = 61_000;

/** A sliding window over the last minute, which keeps calls back for the user once more than one is allowed. */
export function createBudget({ clock, callsPerMinute, recentCalls = [] }: BudgetOptions): Budget {
  const calls = [...recentCalls].sort((a, b) => a - b);
  let limit = callsPerMinute;
  let blockedUntil = 0;
  /** Wakes those who wait when there may be more calls than they thought. */
  let changed = new AbortController();

  const forget = (now: number) => {
    while (calls.length > 0 && calls[0]! <= now - windowMs) calls.shift();
  };
  const reserve = () => (limit > 1 ? Math.max(1, Math.floor(limit / 20)) : 0);
  /** When a call of this priority may go out; now or earlier means at once. */
  const freeAt = (priority: Priority, now: number): number => {
    forget(now);
    const allowed = priority === 'user' ? limit : limit - reserve();
    const blocking = calls[calls.length - allowed];
    return Math.max(blockedUntil, blocking === undefined ? now : blocking + windowMs);
  };
  // Waiters of one priority go in the order they came: otherwise a long chain poll could be overtaken for ever.
  const queues: Record<Priority, Promise<void>> = { user: Promise.resolve(), scheduled: Promise.resolve() };

  const waitAndTake: Budget['take'] = async ({ priority, maxWaitMs, signal }) => {
    const deadline = clock.now() + maxWaitMs;
    for (;;) {
      if (signal?.aborted) throw new UpstreamError('budget', 'No call was made: closing.');
      const now = clock.now();
      const at = freeAt(priority, now);
      if (at <= now) {
        calls.push(now);
        return;
      }
      if (at > deadline) {
        const seconds = Math.ceil((at - now) / 1000);
        throw new UpstreamError(
          'budget',
          `This minute's ${limit} calls are used up; the next one is free in ${seconds} s.`,
        );
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
    blockUntil(at) {
      blockedUntil = Math.max(blockedUntil, at);
    },
    setCallsPerMinute(next) {
      limit = next;
      changed.abort();
      changed = new AbortController();
    },
    state() {
      const now = clock.now();
      forget(now);
      const oldest = calls[0];
      return {
        callsPerMinute: limit,
        used: calls.length,
        reserve: reserve(),
        nextFreeAt: oldest === undefined ? null : Math.max(blockedUntil, oldest + windowMs),
      };
    },
  };
}
