import type { Clock } from '../../base/clock.ts';
import { steadyTime } from '../../base/steady-time.ts';
import { formatNewYorkTime } from '../../market/calendar/new-york-time.ts';
import type { Job } from './job.ts';
import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';

const retryAfterMs = 5 * 60_000;

/**
 * A job that is tried again some minutes after it failed where its slots are few: the next one may be a day away, and
 * what it would have done is missed until then. What the plan refuses is not asked for again.
 */
export function retried(job: Job, clock: Clock): Job {
  const time = steadyTime(clock);
  let failedAt: number | null = null;
  return {
    ...job,
    next(now, after) {
      const next = job.next(now, after);
      if (failedAt === null || !next.isDueUntilDone) return next;
      const at = Math.max(time.onClock(failedAt) + retryAfterMs, after + 1);
      if (next.at !== null && next.at <= at) return next;
      return {
        at,
        intervalMs: next.intervalMs,
        isDueUntilDone: true,
        reason: `again at ${formatNewYorkTime(at)}, after a failure`,
      };
    },
    async run(request, runNow) {
      const onGivenUp = () => {
        failedAt = time.now();
      };
      request.signal.addEventListener('abort', onGivenUp, { once: true });
      try {
        const said = await job.run(request, runNow);
        failedAt = null;
        return said;
      } catch (error) {
        const isRefused = error instanceof UpstreamError && error.failure === 'not-entitled';
        failedAt = isRefused ? null : time.now();
        throw error;
      } finally {
        request.signal.removeEventListener('abort', onGivenUp);
      }
    },
  };
}
