import { SpyglassError } from '../../base/errors.ts';
import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';
import type { DaemonCore } from '../core.ts';
import type { GapLedger } from '../recording/gaps/gap-ledger.ts';
import { SymbolsFailed } from '../watch-list/watch-problems.ts';
import type { SchedulerOptions } from './job.ts';

/**
 * Makes of each run's end what health and gap ledger show of it.
 * @param inHealth jobs whose failures are problems; of a chain that a client looks at, the picture itself says what is
 * wrong
 */
export function outcomesOf(
  { health }: DaemonCore,
  ledger: Pick<GapLedger, 'runOf'>,
  inHealth: readonly string[],
): SchedulerOptions['onOutcome'] {
  return (job, error, startedAt, slotAt) => {
    const recorded = ledger.runOf(job);
    if (!recorded && !inHealth.includes(job)) return;
    if (error === null || error instanceof SymbolsFailed) return health.clear(job);
    const isDenied = error instanceof UpstreamError && error.failure === 'not-entitled';
    const isClock = error instanceof SpyglassError && error.code === 'clock';
    // What a plan does not include is no problem, unless some of the session has been recorded.
    if (isDenied && !recorded?.gaps.hasRecorded(recorded.kind)) health.clear(job);
    // The clock and a database that takes nothing are problems of their own, whichever job meets them.
    else if (isOfDatabase(error)) health.raise('database', error);
    else if (!isClock) health.raise(job, error);
    recorded?.gaps.failed(recorded.kind, startedAt, error, slotAt);
  };
}

/** Whether nothing at all can be stored; the next write that succeeds ends it. */
function isOfDatabase(error: unknown): boolean {
  return error instanceof SpyglassError && ['database_gone', 'database_full'].includes(error.code);
}
