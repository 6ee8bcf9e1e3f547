import { SpyglassError } from '../../base/errors.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { Session } from '../../market/calendar/session.ts';
import { weekdayTime } from '../schedule/poll-intervals.ts';
import { disagreement } from '../doctor/market-agreement.ts';
import type { Job } from '../schedule/scheduler.ts';
import { type MarketNow, parseMarketNow } from '../../sources/polygon/parse/parse-market-status.ts';
import type { JobContext } from '../jobs/job-context.ts';

/** The opening bell may be late by seconds, and the vendor's word of it by some more. */
const afterOpenMs = 60_000;
const everyMs = 3_600_000;
/** A day closed on the exchange's word is asked about again this often: the word may have been wrong. */
const recheckMs = 5 * 60_000;

/**
 * Asks the exchange shortly after the open, and hourly from then on, whether it really trades. A day on which it does
 * not is closed at once, and opened again should it turn out to trade after all. Where it trades other hours than the
 * calendar says, `askForDays` asks at once what it has announced, and takes that over.
 *
 * In an overnight session of the table it is asked a minute after its begin and hourly from then on, too, where the
 * settings leave it to the exchange. Nobody knows yet what it says in such a night: `closed` ends the session, and those
 * to come until it says something else; any other word, one that is not known included, leaves it.
 */
export function createMarketStatusJob(
  context: JobContext,
  onCalendarChanged: () => void,
  askForDays: () => Promise<unknown>,
): Job {
  const { clock, hours, endpoints, health, gaps } = context;

  const slotOf = (session: Session, after: number): number | null => {
    // By the table: what the exchange has ended may begin again.
    const night = hours.asksAboutOvernight ? hours.scheduled.sessionOn(session.date) : null;
    const inNight = night?.overnightOpen
      ? hourlySlot({ from: night.overnightOpen, to: night.preOpen }, after)
      : null;
    return inNight ?? hourlySlot({ from: session.open, to: session.close }, after);
  };
  const nextCheck = (after: number): number => {
    let session = hours.calendar.nextSession(after + 1);
    let at = slotOf(session, after);
    while (at === null) {
      session = hours.calendar.nextSession(session.postClose);
      at = slotOf(session, after);
    }
    return at;
  };
  const isNight = () =>
    hours.asksAboutOvernight && hours.scheduled.phaseAt(clock.now()).phase === 'overnight';
  const hearOfOvernight = (market: MarketNow['market']): string => {
    const isTrading = market !== 'closed';
    if (isTrading !== (hours.calendar.phaseAt(clock.now()).phase === 'overnight')) {
      hours.hearOfOvernight(isTrading);
      onCalendarChanged();
    }
    return isTrading ? `${market}, an overnight session` : 'closed overnight, says the exchange';
  };

  return {
    name: 'market-status',
    // A day that an earlier run was told is closed may have opened meanwhile; what it was told of a night is not kept.
    runsAtStart: hours.suspended !== null || isNight(),
    next(now, after) {
      if (hours.suspended !== null) {
        const session = hours.scheduled.sessionOn(hours.suspended);
        const at = after + recheckMs;
        if (session && at < session.close)
          return { at, intervalMs: recheckMs, isDueUntilDone: true, reason: 'the exchange says closed' };
        if (session && now >= session.postClose) hours.endSuspendedDay();
      }
      const at = nextCheck(after);
      const isInNight = at < hours.calendar.nextSession(at).preOpen;
      return {
        ...{ at, intervalMs: null, isDueUntilDone: true },
        reason: `hourly ${isInNight ? 'overnight' : 'while open'}, ${weekdayTime(at)}`,
      };
    },
    async run(request) {
      const { market } = parseMarketNow(await endpoints.marketNow(request));
      if (isNight()) return hearOfOvernight(market);
      const now = clock.now();
      const session = hours.scheduled.sessionOn(newYorkDate(now));
      const isRegular = session !== null && now >= session.open && now < session.close;
      if (hours.suspended !== null && market !== 'closed') {
        hours.suspend(null);
        onCalendarChanged();
      }
      if (isRegular && market === 'closed') {
        const date = newYorkDate(now);
        if (hours.suspended !== date) {
          hours.suspend(date);
          gaps.suspended();
          onCalendarChanged();
        }
        health.raise(
          'calendar',
          new SpyglassError('upstream_failed', `The exchange says that it is closed today, ${date}.`, {
            hint: 'Polling has stopped; it is asked again every 5 minutes. If it stays closed, add the day to calendar.closures.',
          }),
        );
        return 'closed, says the exchange';
      }
      const differs = () => disagreement(market, hours.calendar.phaseAt(now).phase);
      // An early close that was decided today is no surprise for long: it is announced.
      if (differs()) await askForDays();
      const difference = differs();
      if (difference) {
        health.raise(
          'calendar',
          new SpyglassError('upstream_failed', difference, {
            hint: 'Polling goes on by the calendar. An unknown early close belongs into calendar.early_closes.',
          }),
        );
      } else health.clear('calendar');
      return `${market}, as the calendar says`;
    },
  };
}

/** The first slot after an instant in hours of trading; `null` if none is left. */
function hourlySlot({ from, to }: { from: number; to: number }, after: number): number | null {
  const first = from + afterOpenMs;
  const at = after < first ? first : first + (Math.floor((after - first) / everyMs) + 1) * everyMs;
  return at < to ? at : null;
}
