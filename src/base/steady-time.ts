import type { Clock } from './clock.ts';

/** Time that never goes back, for telling how long ago something was. */
export interface SteadyTime {
  /** Milliseconds, those of the clock until it is stepped back. */
  now(): number;
  /** What the clock shows, or showed, at one of these instants, as it is set now. */
  onClock(at: number): number;
}

/**
 * Goes with the clock, suspended machines and all; where the clock is stepped back (a wrong one put right) it goes on
 * from where it was. By the clock alone, what happened before the step would lie ahead until the old time comes round
 * again, and every wait that counts from it would last until then.
 */
export function steadyTime(clock: Pick<Clock, 'now' | 'monotonic' | 'speed'>): SteadyTime {
  let last = { now: clock.now(), monotonic: clock.monotonic() };
  let ahead = 0;
  const read = () => {
    const now = clock.now();
    const monotonic = clock.monotonic();
    // What really passed between the two readings: the timer alone would miss the time that a machine was suspended.
    if (now < last.now) ahead += last.now - now + Math.round((monotonic - last.monotonic) * clock.speed);
    last = { now, monotonic };
    return now + ahead;
  };
  return {
    now: read,
    onClock(at) {
      read();
      return at - ahead;
    },
  };
}
