import type { Signal } from '../../base/signal.ts';
import { SpyglassError } from '../../base/errors.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import { weekdayTime } from '../schedule/intervals/next-slot.ts';
import type { Job } from '../schedule/job.ts';
import { parseUpcoming, type UpcomingDay } from '../../sources/polygon/parse/parse-market-status.ts';
import type { MarketContext } from '../underlyings/job-context.ts';
import { maxAgeMs } from '../../sources/poll/max-age.ts';

const ttlMs = 24 * 3_600_000;

/**
 * Asks the exchange once a day on which days it will not keep its usual hours. Days that the calendar does not know apply
 * at once: a poll on a closed market costs calls and records nothing.
 */
export function createHolidaysJob(context: MarketContext, changed: Signal): Job {
  const { clock, hours, endpoints, cached, health } = context;
  return {
    name: 'holidays',
    runsAtStart: true,
    next(_now, after) {
      let session = hours.calendar.nextSession(after + 1);
      if (session.preOpen <= after) session = hours.calendar.nextSession(session.postClose);
      return {
        ...{ at: session.preOpen, intervalMs: null, isDueUntilDone: true },
        reason: `once a day, ${weekdayTime(session.preOpen)}`,
      };
    },
    async run(request) {
      const { value: announced } = await cached(
        {
          key: 'marketUpcoming',
          dataType: 'historical',
          ttlMs,
          priority: request.priority,
          maxAgeMs: maxAgeMs(request, ttlMs, null),
        },
        () => endpoints.marketUpcoming(request),
        parseUpcoming,
      );
      const unknown = announced.filter((day) => !isKnown(day));
      hours.announce(unknown, newYorkDate(clock.now()));
      changed.emit();
      if (unknown.length === 0) {
        health.clear('announced days');
        return `${announced.length} announced days, all known`;
      }
      const days = unknown.map((day) => `${day.date} ${day.name} (${day.kind})`).join(', ');
      health.raise(
        'announced days',
        new SpyglassError(
          'upstream_failed',
          `The exchange announces what the calendar did not know: ${days}.`,
          { hint: 'It has been taken over; upgrade Spyglass when there is a version that knows it.' },
        ),
      );
      return `${unknown.length} days taken over`;
    },
  };

  function isKnown(day: UpcomingDay): boolean {
    const session = hours.known.sessionOn(day.date);
    return day.kind === 'closed' ? session === null : session?.isEarlyClose === true;
  }
}
