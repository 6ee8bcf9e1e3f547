import type { Clock } from '../../base/clock.ts';
import { inTurn } from '../../base/in-turn.ts';
import { steadyTime } from '../../base/steady-time.ts';
import type { BudgetState } from '../../recordings/usage.ts';
import { UpstreamError } from './http/upstream-error.ts';
import { createLearntLimit } from './learnt-limit.ts';
import { freeForSecondary } from './secondary-calls.ts';
import { createWaiting, type Waiting } from './waiting.ts';

/**
 * `user`: somebody pressed a key and waits. `scheduled`: a slot of what is always recorded. `secondary`: a slot of any
 * other poll; it goes out where no scheduled one has to wait for it. `background`: what is fetched afterwards, where nothing
 * else waits at all.
 */
export type Priority = 'user' | 'scheduled' | 'secondary' | 'background';

/** The requests allowed a minute. */
export interface Budget {
  /**
   * Takes one call, waiting for a free one for up to `maxWaitMs`.
   * @throws UpstreamError `budget` when none gets free in time, or the signal aborts.
   */
  take(request: { priority: Priority; maxWaitMs: number; signal?: AbortSignal }): Promise<void>;
  /** Makes no calls for this long: the server has said that the minute is used up. */
  blockFor(ms: number): void;
  /** What the plan allows, as far as is known; a limit learnt from 429s stays below it. */
  setCallsPerMinute(calls: number): void;
  /**
   * The server answered 429 although the limit was kept: it allows less than was known. The limit becomes what the last
   * minute has shown to be allowed. A quarter of an hour without another 429 restores it.
   */
  lower(): void;
  /** Says where to ask for the calls that slots will take between two instants, each by its time. */
  expect(planned: (from: number, to: number) => readonly number[]): void;
  /** Calls that may go out at once. */
  free(priority: Priority): number;
  state(): BudgetState;
}

/** What the budget starts with. */
export interface BudgetOptions {
  clock: Clock;
  callsPerMinute: number;
  /** Calls of the last hour, by this or an earlier process; `isThrottled` says that the server answered 429. */
  recentCalls?: readonly { at: number; isThrottled: boolean }[];
}

/**
 * The vendor counts calls as they arrive, not as they leave: a second on top of the minute keeps two calls that left 60
 * seconds apart from arriving 59.9 seconds apart.
 */
export const windowMs = 61_000;

/** A sliding window over the last minute, which keeps calls back for the user once more than one is allowed. */
export function createBudget({ clock, callsPerMinute, recentCalls = [] }: BudgetOptions): Budget {
  const time = steadyTime(clock);
  /** In steady time, like every instant in here: a clock stepped back must not hold up calls until it has caught up. */
  const calls: number[] = [];
  const limit = createLearntLimit(callsPerMinute);
  let blockedUntil = 0;
  /** Aborted when more calls may be free than waiters expect. */
  let changed = new AbortController();

  const forget = (now: number) => {
    while (calls.length > 0 && calls[0]! <= now - windowMs) calls.shift();
  };
  const lowerAt = (now: number) => {
    forget(now);
    // The throttled call itself is the last one taken.
    limit.lower(calls.length - 1, now);
  };
  let plannedCalls: (from: number, to: number) => readonly number[] = () => [];

  const secondaryFreeAt = (from: number, share: number): number => {
    // Far enough for the next gap between slots, however tight they are.
    const onClock = time.onClock(from);
    const planned = plannedCalls(onClock, onClock + 5 * windowMs).map((at) => at - onClock + from);
    return freeForSecondary(from, { taken: calls, planned, windowMs, limit: share });
  };
  /** When a call of this priority may go out; now or earlier means at once. */
  const freeAt = (priority: Priority, now: number): number => {
    forget(now);
    const share = shareOf(priority, limit.at(now));
    const blocking = calls[calls.length - share];
    const at = Math.max(blockedUntil, blocking === undefined ? now : blocking + windowMs);
    return priority === 'secondary' || priority === 'background'
      ? secondaryFreeAt(Math.max(at, now), share)
      : at;
  };
  for (const { at, isThrottled } of [...recentCalls].sort((a, b) => a.at - b.at)) {
    if (at > time.now()) continue;
    calls.push(at);
    if (isThrottled) lowerAt(at);
  }
  const others = createWaiting();
  const waitAndTake: Budget['take'] = async ({ priority, maxWaitMs, signal }) => {
    const deadline = time.now() + maxWaitMs;
    for (;;) {
      if (signal?.aborted) throw new UpstreamError('budget', 'No call was made: closing.');
      const now = time.now();
      const isLast = priority === 'background' && others.areThere();
      const at = isLast ? deadline + 1 : freeAt(priority, now);
      if (at <= now) {
        calls.push(now);
        return;
      }
      if (at > deadline && (!isLast || now >= deadline))
        throw noCallInTime(blockedUntil > now, limit.at(now), at - now);
      const news = isLast ? others.gone() : changed.signal;
      await clock.sleep(Math.min(at, deadline) - now, AbortSignal.any([news, ...(signal ? [signal] : [])]));
    }
  };

  const takeInTurn = byPriority(others, waitAndTake);

  return {
    take: (request) => takeInTurn[request.priority](request),
    blockFor(ms) {
      blockedUntil = Math.max(blockedUntil, time.now() + ms);
    },
    setCallsPerMinute(next) {
      if (next === limit.allowed) return;
      limit.setAllowed(next);
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
      return Math.max(0, shareOf(priority, limit.at(now)) - calls.length);
    },
    state() {
      const now = time.now();
      forget(now);
      const oldest = calls[0];
      const callsPerMinute = limit.at(now);
      return {
        callsPerMinute,
        used: calls.length,
        reserve: reserveOf(callsPerMinute),
        nextFreeAt: oldest === undefined ? null : time.onClock(Math.max(blockedUntil, oldest + windowMs)),
      };
    },
  };
}

/** Waiters of one priority go in the order they came: otherwise a long chain poll could be overtaken for ever. */
function byPriority(others: Waiting, take: Budget['take']): Record<Priority, Budget['take']> {
  return {
    user: others.during(inTurn(take)),
    scheduled: others.during(inTurn(take)),
    secondary: others.during(inTurn(take)),
    background: inTurn(take),
  };
}

/** Calls kept back for the user once more than one is allowed. */
export function reserveOf(limit: number): number {
  return limit > 1 ? Math.max(1, Math.floor(limit / 20)) : 0;
}

/** How many of the allowed calls a priority may use. */
function shareOf(priority: Priority, limit: number): number {
  return priority === 'user' ? limit : limit - reserveOf(limit);
}

function noCallInTime(isBlocked: boolean, callsPerMinute: number, waitMs: number): UpstreamError {
  const why = isBlocked
    ? 'The API has refused further calls for now'
    : `This minute's ${callsPerMinute} calls are used up`;
  return new UpstreamError('budget', `${why}; the next one is free in ${Math.ceil(waitMs / 1000)} s.`);
}
