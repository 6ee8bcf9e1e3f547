/**
 * The only file that asks the machine for the time or sets a timer. Everything else takes a `Clock`, because the
 * demo and replays run on a virtual one and tests on one they move by hand.
 */

/** The only source of time and timers. */
export interface Clock {
  /** Epoch milliseconds of the market being shown: the machine's own when live, the session's in a demo. */
  now(): number;
  /** Market milliseconds that pass in one real millisecond; 1 when live. */
  readonly speed: number;
  /** Real milliseconds from an arbitrary start, never going back: for measuring how long something took. */
  monotonic(): number;
  /**
   * Waits `ms` milliseconds of market time. Resolves early, without an error, when `signal` aborts: a loop asks
   * `signal.aborted` next anyway.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `run` once after `ms` milliseconds of market time; returns the function that calls it off. */
  after(ms: number, run: () => void): () => void;
}

/** `setTimeout` takes a signed 32-bit delay and fires at once on anything longer. */
const longestDelayMs = 2 ** 31 - 1;

function timedClock(now: () => number, speed: number): Clock {
  const after = (ms: number, run: () => void) => {
    let timer: NodeJS.Timeout;
    const arm = (leftMs: number) => {
      const step = Math.min(Math.max(leftMs, 0), longestDelayMs);
      timer = setTimeout(() => (leftMs > step ? arm(leftMs - step) : run()), step);
    };
    arm(ms / speed);
    return () => clearTimeout(timer);
  };
  return {
    now,
    speed,
    monotonic: () => performance.now(),
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
  };
}

/** The machine's clock. */
export function systemClock(): Clock {
  return timedClock(() => Date.now(), 1);
}

/**
 * A clock that reads `startAt` (epoch ms) when it is made and runs at `speed` from there. It counts from the
 * monotonic timer, so stepping the machine's clock does not move it.
 */
export function virtualClock(startAt: number, speed = 1): Clock {
  const madeAt = performance.now();
  return timedClock(() => Math.floor(startAt + (performance.now() - madeAt) * speed), speed);
}

/**
 * A signal that aborts after `ms` real milliseconds, rounded up to a whole one: network patience does not follow a
 * virtual clock.
 */
export function patience(ms: number, ...others: (AbortSignal | undefined)[]): AbortSignal {
  const signals = others.filter((signal) => signal !== undefined);
  return AbortSignal.any([AbortSignal.timeout(Math.max(1, Math.ceil(ms))), ...signals]);
}

/** Resolves when `work` has settled, whether it failed or not, or real `limitMs` have passed. */
export async function withinLimit(clock: Clock, limitMs: number, work: Promise<unknown>): Promise<void> {
  let stopWaiting = () => {};
  const limit = new Promise<void>((resolve) => {
    stopWaiting = clock.after(limitMs * clock.speed, resolve);
  });
  await Promise.race([Promise.allSettled([work]), limit]);
  stopWaiting();
}
