import type { Clock } from '../../src/base/clock.ts';

export interface ManualClock extends Clock {
  /**
   * Moves time forward by `ms`, firing what falls due on the way, in order, each at its own instant. Between two
   * timers, promises and sockets get turns of the event loop, so a loop that sleeps again is seen sleeping again.
   */
  advance(ms: number): Promise<void>;
  /**
   * Jumps to an instant, forwards or back, without firing anything: a laptop that slept, or a clock that was stepped.
   * Timers that the jump passed fire at the next `advance`, even one of 0 ms, and see the new time. A jump back leaves
   * them what they had to wait, as a machine's timers do, which do not go by its clock.
   */
  set(at: number): void;
  /** Timers that wait to fire: 0 proves that everything was called off. */
  readonly pendingTimers: number;
}

interface Timer {
  at: number;
  order: number;
  run: () => void;
}

/** Turns of the event loop after each timer: enough for a chain of promises with a loopback request in it to move on. */
const settleTurns = 3;

async function settle() {
  for (let turn = 0; turn < settleTurns; turn++) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

/**
 * For code that awaits nothing but promises: resolves when every promise that can settle without a timer, socket or
 * file has. The queue of ticks comes after the whole queue of promises; a simulated year has a million timers, and turns
 * of the event loop would take minutes.
 */
export function settlePromises() {
  return new Promise<void>((resolve) => process.nextTick(resolve));
}

/**
 * A clock that stands still at `startAt` (epoch ms) until the test moves it. `settleAfter` runs after each timer;
 * `settlePromises` will do, and is many times faster, where no socket or file is involved.
 */
export function manualClock(startAt: number, settleAfter: () => Promise<void> = settle): ManualClock {
  let now = startAt;
  let elapsed = 0;
  let ordered = 0;
  const timers = new Set<Timer>();

  const moveTo = (at: number) => {
    elapsed += Math.max(0, at - now);
    for (const timer of at < now ? timers : []) timer.at -= now - at;
    now = at;
  };

  const nextDue = (until: number) => {
    let next: Timer | null = null;
    for (const timer of timers) {
      if (timer.at > until) continue;
      if (!next || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer;
    }
    return next;
  };

  const after = (ms: number, run: () => void) => {
    const timer: Timer = { at: now + Math.max(0, ms), order: ordered++, run };
    timers.add(timer);
    return () => {
      timers.delete(timer);
    };
  };

  return {
    now: () => now,
    speed: 1,
    monotonic: () => elapsed,
    after,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const wake = () => {
          cancel();
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const cancel = after(ms, wake);
        signal?.addEventListener('abort', wake, { once: true });
      }),
    async advance(ms) {
      const until = now + ms;
      await settleAfter();
      for (let timer = nextDue(until); timer; timer = nextDue(until)) {
        timers.delete(timer);
        if (timer.at > now) moveTo(timer.at);
        timer.run();
        await settleAfter();
      }
      if (until > now) moveTo(until);
    },
    set: moveTo,
    get pendingTimers() {
      return timers.size;
    },
  };
}
