import type { Clock } from '../../base/clock.ts';
import type { Settings } from '../../config/settings/settings-table.ts';
import { callWaitMs } from '../../sources/polygon/http/http.ts';

/** Beyond what one request may take: reading and storing a large answer on a busy machine. */
const spareMs = 30_000;
/** Removing the rows of a year is one step, and so is reading a session's files. */
const longStepMs = 3_600_000;

/**
 * Real ms that a job's run may do nothing, at most: it waits for a call of the budget, which goes by the clock, and for
 * the answer.
 * @param isRecorded whether it is one of the jobs whose missing polls are gaps
 */
export function runPatience(
  settings: Pick<Settings, 'timeoutSeconds'>,
  { speed }: Pick<Clock, 'speed'>,
  isRecorded: (job: string) => boolean,
): (job: string) => number {
  return (job) => {
    if (job === 'housekeeping' || job === 'archive') return longStepMs;
    const waitMs = isRecorded(job) ? callWaitMs.scheduled : callWaitMs.secondary;
    return waitMs / speed + settings.timeoutSeconds * 1000 + spareMs;
  };
}
