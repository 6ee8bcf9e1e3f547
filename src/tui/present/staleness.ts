import type { JobState, PhaseState } from '../../protocol/state.ts';
import { formatAge } from './time.ts';

/** A value older than its phase allows. */
export interface Staleness {
  ageMs: number;
  /** What its job says went wrong, where it does. */
  error: string | null;
}

export interface StalenessInput {
  /** When the value was received, by the daemon's clock. */
  receivedAt: number;
  now: number;
  phase: PhaseState | null;
  job: JobState | null;
  /** Interval to measure by until the job's own is known. */
  usualIntervalMs: number;
  /** A chain goes on trading until the option close. */
  isChain: boolean;
}

/** A poll or two may be late or fail without anyone having to know. */
const allowedIntervals = 3;

/**
 * `null` while the value is as fresh as it can be. Nothing gets old while the market is closed; outside regular hours
 * only what is still being polled does.
 */
export function stalenessOf(input: StalenessInput): Staleness | null {
  const { phase, job, now } = input;
  if (!phase || phase.phase === 'closed') return null;
  // What a plan has once a day is as fresh as it can be all day.
  if (job && job.intervalMs === null) return null;
  const intervalMs = job?.intervalMs ?? input.usualIntervalMs;
  const isTrading = phase.phase === 'regular' || (input.isChain && phase.phase === 'options-late');
  const isPolled = job?.nextAt !== null && job !== null && job.nextAt - now <= intervalMs;
  if (!isTrading && !isPolled) return null;
  const ageMs = now - input.receivedAt;
  return ageMs > allowedIntervals * intervalMs ? { ageMs, error: job?.lastError ?? null } : null;
}

export function formatStaleness({ ageMs }: Staleness): string {
  return `stale ${formatAge(ageMs)}`;
}
