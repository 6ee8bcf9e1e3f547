import type { Clock } from '../../src/base/clock.ts';

export interface SteppedClock extends Clock {
  /** Moves to the first timer that is due by an instant, and fires it; `false`, on that instant, when there is none. */
  step(until: number): boolean;
}

/**
 * A clock that stands still between one timer and the next. Whoever steps it waits until the work that a timer began is
 * done: all of it then happens at one instant, however slow the machine is.
 */
export function steppedClock(startAt: number): SteppedClock {
  let now = startAt;
  let count = 0;
  const timers = new Set<{ at: number; order: number; run: () => void }>();
  const after = (ms: number, run: () => void) => {
    const timer = { at: now + Math.max(0, ms), order: count++, run };
    timers.add(timer);
    return () => {
      timers.delete(timer);
    };
  };
  return {
    now: () => now,
    speed: 1,
    monotonic: () => now - startAt,
    after,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const cancel = after(ms, () => resolve());
        signal?.addEventListener(
          'abort',
          () => {
            cancel();
            resolve();
          },
          { once: true },
        );
      }),
    step(until) {
      const [next] = [...timers]
        .filter(({ at }) => at <= until)
        .sort((a, b) => a.at - b.at || a.order - b.order);
      if (!next) {
        now = Math.max(now, until);
        return false;
      }
      timers.delete(next);
      now = Math.max(now, next.at);
      next.run();
      return true;
    },
  };
}
