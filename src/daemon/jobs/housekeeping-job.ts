import { weekdayTime } from '../cadence.ts';
import type { Job } from '../poller.ts';
import type { Pruner } from '../pruner.ts';
import type { JobContext } from './job-context.ts';

const afterCloseMs = 45 * 60_000;

/** Old rows and expired cache entries go once a day, when nothing is left to record. */
export function createHousekeepingJob({ hours }: JobContext, pruner: Pruner): Job {
  return {
    name: 'housekeeping',
    runsAtStart: false,
    next(_now, after) {
      let session = hours.calendar.nextSession(after + 1);
      if (session.optionClose + afterCloseMs <= after)
        session = hours.calendar.nextSession(session.postClose);
      const at = session.optionClose + afterCloseMs;
      return { at, intervalMs: null, reason: `once after the close, ${weekdayTime(at)}` };
    },
    async run({ signal }) {
      const report = await pruner.prune(signal);
      return `${report.rows} rows removed`;
    },
  };
}
