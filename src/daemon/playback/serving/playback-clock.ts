import type { Clock } from '../../../base/clock.ts';

/**
 * The clock of a server that only plays. Nothing is played beyond now, and what a demo recorded may lie ahead of this
 * machine's clock: now is no earlier than the last recorded instant.
 * @param lastInstant epoch ms; `null` where nothing is recorded
 */
export function playbackClock(clock: Clock, lastInstant: number | null): Clock {
  return { ...clock, now: () => Math.max(clock.now(), lastInstant ?? 0) };
}
