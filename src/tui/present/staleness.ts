import { freshnessOf, isLate, type ValueTimes } from '../../market/quotes/freshness.ts';
import type { JobState, PhaseState } from '../../protocol/state.ts';
import { formatAge } from './time.ts';
import { upstreamText } from './upstream-text.ts';

/** A value older than its phase allows. */
export interface Staleness {
  ageMs: number;
  /** What its job says went wrong, where it does. */
  error: string | null;
}

/** What decides whether a value is stale; `now` in epoch ms of the market. */
export interface StalenessInput {
  times: ValueTimes;
  now: number;
  phase: PhaseState | null;
  job: JobState | null;
  /** Interval to measure by until the job's own is known. */
  usualIntervalMs: number;
}

/** One or two polls may be late or fail before a value counts as stale. */
const allowedIntervals = 3;

/**
 * `null` while the value is as fresh as it can be. While the market is closed nothing gets stale; outside regular hours
 * only values that are still polled do. A value that arrives on time but is old itself is stale, too.
 */
export function stalenessOf({ times, now, phase, job, usualIntervalMs }: StalenessInput): Staleness | null {
  if (!phase || phase.phase === 'closed') return null;
  // A value that the plan gives once a day is fresh all day.
  if (job && job.intervalMs === null) return null;
  const ageMs = now - (times.newestAt ?? times.receivedAt);
  if (isOverdue(times, phase, job, job?.intervalMs ?? usualIntervalMs, now)) {
    return { ageMs, error: job?.lastError ?? null };
  }
  return isLate(freshnessOf(times, phase, now)) ? { ageMs, error: 'the feed is late' } : null;
}

/** Whether polls that should have brought a newer one did not. */
function isOverdue(
  { receivedAt, market }: ValueTimes,
  { phase }: PhaseState,
  job: JobState | null,
  intervalMs: number,
  now: number,
): boolean {
  const isTrading = phase === 'regular' || (market === 'option' && phase === 'options-late');
  const isPolled = job !== null && job.nextAt !== null && job.nextAt - now <= intervalMs;
  return (isTrading || isPolled) && now - receivedAt > allowedIntervals * intervalMs;
}

/** ` Stale: why.` for after another sentence; nothing of a value that is not. */
export function stalenessSentence(stale: Staleness | null): string {
  if (!stale) return '';
  return stale.error ? ` Stale: ${upstreamText(stale.error).replace(/\.$/, '')}.` : ' Stale.';
}

export function formatStaleness({ ageMs }: Staleness): string {
  return `stale ${formatAge(ageMs)}`;
}
