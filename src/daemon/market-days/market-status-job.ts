import type { Signal } from '../../base/signal.ts';
import { SpyglassError } from '../../base/errors.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { Session } from '../../market/calendar/session.ts';
import { weekdayTime } from '../schedule/intervals/next-slot.ts';
import { disagreement } from '../doctor/market-agreement.ts';
import type { Job } from '../schedule/job.ts';
import type { PollRequest } from '../../sources/request.ts';
import { type MarketNow, parseMarketNow } from '../../sources/polygon/parse/parse-market-status.ts';
import type { MarketContext } from '../underlyings/job-context.ts';
import type { MarketDays } from './market-hours.ts';

/** The opening bell may be seconds late, and the vendor's status some more. */
const afterOpenMs = 60_000;
const everyMs = 3_600_000;
/** A day that the exchange calls closed is asked about again this often: the answer may have been wrong. */
const recheckMs = 5 * 60_000;

/**
 * Asks the exchange shortly after the open, and hourly from then on, whether it really trades. A day on which it does
 * not is closed at once, and opened again should it turn out to trade after all. Where it trades other hours than the
 * calendar says, the job `holidays` asks at once what it has announced, and takes that over.
 *
 * Where the settings leave overnight sessions to the exchange, it is also asked a minute after the start of each, and
 * hourly from then on. What it says in such a night is not documented: `closed` ends the session, and the coming ones
 * until it says something else; any other answer, an unknown one included, lets it stand.
 */
export function createMarketStatusJob(context: MarketContext, changed: Signal): Job {
  const { clock, hours, endpoints } = context;

  return {
    name: 'market-status',
    // A day that an earlier run found closed may have opened since; what was said of a night is not kept.
    runsAtStart: hours.suspended !== null || isNight(context),
    next(now, after) {
      if (hours.suspended !== null) {
        const session = hours.scheduled.sessionOn(hours.suspended);
        const at = after + recheckMs;
        if (session && at < session.close)
          return { at, intervalMs: recheckMs, isDueUntilDone: true, reason: 'the exchange says closed' };
        if (session && now >= session.postClose) hours.endSuspendedDay();
      }
      const at = nextCheck(hours, after);
      const isInNight = at < hours.calendar.nextSession(at).preOpen;
      return {
        ...{ at, intervalMs: null, isDueUntilDone: true },
        reason: `hourly ${isInNight ? 'overnight' : 'while open'}, ${weekdayTime(at)}`,
      };
    },
    async run(request, runNow) {
      const { market } = parseMarketNow(await endpoints.marketNow(yieldingLater(request, context)));
      if (isNight(context)) return hearOfOvernight(context, market, changed);
      const now = clock.now();
      const date = newYorkDate(now);
      const session = hours.scheduled.sessionOn(date);
      const isRegular = session !== null && now >= session.open && now < session.close;
      if (hours.suspended !== null && market !== 'closed') {
        hours.suspend(null);
        changed.emit();
      }
      if (isRegular && market === 'closed') return closeDay(context, date, changed);
      const differs = () => disagreement(market, hours.calendar.phaseAt(now).phase);
      // An early close that was decided today is announced: ask before raising a problem.
      if (differs()) await runNow('holidays', { priority: 'scheduled', isForced: true });
      raiseDifference(context, differs());
      return `${market}, as the calendar says`;
    },
  };
}

/** The first check of a session decides whether anything is polled; later ones go out where no slot waits for them. */
function yieldingLater(request: PollRequest, { hours, clock }: MarketContext): PollRequest {
  if (request.priority !== 'scheduled' || hours.suspended !== null) return request;
  const session = hours.scheduled.sessionOn(newYorkDate(clock.now()));
  const isLater = session !== null && clock.now() >= session.open + everyMs;
  return isLater ? { ...request, priority: 'secondary' } : request;
}

function nextCheck(hours: MarketDays, after: number): number {
  let session = hours.calendar.nextSession(after + 1);
  let at = slotOf(hours, session, after);
  while (at === null) {
    session = hours.calendar.nextSession(session.postClose);
    at = slotOf(hours, session, after);
  }
  return at;
}

function slotOf(hours: MarketDays, session: Session, after: number): number | null {
  // By the table: an overnight session that the exchange has ended may begin again.
  const night = hours.asksAboutOvernight ? hours.scheduled.sessionOn(session.date) : null;
  const inNight = night?.overnightOpen
    ? hourlySlot({ from: night.overnightOpen, to: night.preOpen }, after)
    : null;
  return inNight ?? hourlySlot({ from: session.open, to: session.close }, after);
}

function isNight({ hours, clock }: MarketContext): boolean {
  return hours.asksAboutOvernight && hours.scheduled.phaseAt(clock.now()).phase === 'overnight';
}

function hearOfOvernight(
  { hours, clock }: MarketContext,
  market: MarketNow['market'],
  changed: Signal,
): string {
  const isTrading = market !== 'closed';
  if (isTrading !== (hours.calendar.phaseAt(clock.now()).phase === 'overnight')) {
    hours.hearOfOvernight(isTrading);
    changed.emit();
  }
  return isTrading ? `${market}, an overnight session` : 'closed overnight, says the exchange';
}

/** The exchange says that it is closed on a day with a session: polling stops. */
function closeDay({ hours, gaps, health }: MarketContext, date: string, changed: Signal): string {
  if (hours.suspended !== date) {
    hours.suspend(date);
    gaps.suspended();
    changed.emit();
  }
  health.raise(
    'calendar',
    new SpyglassError('upstream_failed', `The exchange says that it is closed today, ${date}.`, {
      hint: 'Polling has stopped; it is asked again every 5 minutes. If it stays closed, add the day to calendar.closures.',
    }),
  );
  return 'closed, says the exchange';
}

function raiseDifference({ health }: MarketContext, difference: string | null): void {
  if (difference === null) {
    health.clear('calendar');
    return;
  }
  const hint = 'Polling goes on by the calendar. An unknown early close belongs into calendar.early_closes.';
  health.raise('calendar', new SpyglassError('upstream_failed', difference, { hint }));
}

/** The first slot after an instant in hours of trading; `null` if none is left. */
function hourlySlot({ from, to }: { from: number; to: number }, after: number): number | null {
  const first = from + afterOpenMs;
  const at = after < first ? first : first + (Math.floor((after - first) / everyMs) + 1) * everyMs;
  return at < to ? at : null;
}
