import { addDays, newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { Session } from '../../market/calendar/session.ts';
import { waitingText } from '../../protocol/texts/waiting-text.ts';
import { weekdayTime } from '../schedule/intervals/next-slot.ts';
import type { Job } from '../schedule/job.ts';
import type { Pruner } from './pruner.ts';
import type { MarketContext } from '../underlyings/job-context.ts';

const afterCloseMs = 45 * 60_000;

const slotOf = ({ optionClose }: Session) => optionClose + afterCloseMs;

/**
 * Old rows and expired cache entries go once a day, when nothing is left to record; on a machine that is off by then, the
 * next time it is on.
 */
export function createHousekeepingJob({ hours }: MarketContext, pruner: Pruner): Job {
  const lastSlot = (now: number): number => {
    const session = hours.calendar.previousSession(addDays(newYorkDate(now), 1));
    return slotOf(slotOf(session) > now ? hours.calendar.previousSession(session.date) : session);
  };
  return {
    name: 'housekeeping',
    runsAtStart: false,
    async doneUntil(now) {
      const slot = lastSlot(now);
      try {
        return (await pruner.plan({ at: slot })).rows > 0 ? slot - 1 : now;
      } catch {
        // The run meets the same error, says so, and is tried again.
        return slot - 1;
      }
    },
    next(_now, after) {
      let session = hours.calendar.nextSession(after + 1);
      if (slotOf(session) <= after) session = hours.calendar.nextSession(session.postClose);
      const at = slotOf(session);
      return {
        ...{ at, intervalMs: null, isDueUntilDone: true },
        reason: `once after the close, ${weekdayTime(at)}`,
      };
    },
    async run({ signal }) {
      const report = await pruner.prune(signal);
      return [`${report.rows} rows removed`, ...report.waiting.map(waitingText)].join('; ');
    },
  };
}
