const firstDelayMs = 5000;
const longestDelayMs = 30 * 60_000;
/** However the dice fall, a receiver that fails at once is not asked in a loop. */
const shortestDelayMs = 1000;

/** An alert is tried for so long, counted from when it was due first. */
export const patienceMs = 24 * 3_600_000;

/**
 * Milliseconds until the next attempt: anything up to a ceiling that doubles with each (full jitter), unless the receiver
 * names a longer time.
 * @param attempts how many have failed, from 1
 * @param random a number from 0 up to 1
 */
export function retryDelay(attempts: number, random: number, retryAfterMs: number | null): number {
  const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempts - 1, 20));
  return Math.round(Math.max(shortestDelayMs, random * ceiling, retryAfterMs ?? 0));
}
