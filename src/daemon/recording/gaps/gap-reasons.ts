import { isErrorCode, SpyglassError } from '../../../base/errors.ts';
import { RunGivenUp } from '../../schedule/bounded-run.ts';
import { UpstreamError } from '../../../sources/polygon/http/upstream-error.ts';

/** Why something was not recorded, as people read it. */
export const gapReasons = {
  down: 'daemon was not running',
  asleep: 'machine was asleep',
  busy: 'the poll before took too long',
  stuck: 'the poll did not end',
  clock: 'the machine’s clock was wrong',
  budget: 'no call left in the budget',
  notStored: 'could not be stored',
  notYet: 'was not recorded until now',
  /** Kept as an explanation; nothing was to be recorded, so that nothing is missing. */
  marketClosed: 'the exchange said that it was closed',
  /** Likewise: a plan that was enlarged in the session gives nothing from before. */
  notIncluded: 'not included in the plan',
  /** Likewise: the calls of a minute were too few for it, and it was said so before. */
  givenUp: 'given up: too few calls a minute',
} as const;

/**
 * Why nothing was recorded between two recorders of a shared store.
 * @param after the one that has taken over; the one before where the store was away for longer than its lease
 */
export function noRecorder(before: string, after: string): string {
  if (before === after) return `no recorder: the lease of ${after} ended, it got it again`;
  return `no recorder: ${before} ended, ${after} took over`;
}

/** What a failed run is called: coarse, so that one outage with changing messages stays one gap. */
export function reasonOf(thrown: unknown): string {
  const isOfLease = thrown instanceof SpyglassError && ['store', 'lease_lost'].includes(thrown.code);
  // Without the lease no call is sent, although the budget has some left.
  if (isOfLease) return gapReasons.notStored;
  if (thrown instanceof UpstreamError) {
    return thrown.failure === 'budget' ? gapReasons.budget : `upstream error: ${thrown.failure}`;
  }
  if (thrown instanceof RunGivenUp) return gapReasons.stuck;
  const code = thrown instanceof SpyglassError && isErrorCode(thrown.code) ? thrown.code : 'internal';
  if (code === 'clock') return gapReasons.clock;
  const isOfStore = code.startsWith('database') || code === 'data_dir';
  return isOfStore ? gapReasons.notStored : `error: ${code}`;
}
