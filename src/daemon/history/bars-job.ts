import { lastFinishedSession } from '../../market/calendar/finished-session.ts';
import type { Timeframe } from '../../market/quotes/bar.ts';
import { addDays, newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { Phase } from '../../market/calendar/session.ts';
import { weekdayTime } from '../schedule/poll-intervals.ts';
import { onceADay } from '../schedule/once-a-day.ts';
import type { Job } from '../schedule/job.ts';
import type { PollRequest } from '../../sources/request.ts';
import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';
import { missingSessions } from './bar-history.ts';
import { fetchBars, fetchMinutesOfToday } from './fetch-bars.ts';
import type { JobContext } from '../underlyings/job-context.ts';

/** Hours without a session of the day's own: what can be fetched is the last one. */
const isNight = (phase: Phase) => phase === 'closed' || phase === 'overnight';

/** The dashboard's chart goes back a year in days, and a month in anything finer. */
const daysBack = { daily: 372, '15min': 30 } as const;
/** Every plan has this much. */
const surelyDaysBack = 30;
/** Late prints revise the bars of the last sessions. */
const revisedSessions = 3;
const afterCloseMs = 30 * 60_000;

/** By the request that brings them: hours are made of quarters, which costs no call of their own. */
const history = [['daily'], ['15min', '1hour']] as const;

/**
 * Daily bars of a year and finer ones of 30 days, once after each close. The year is one request, and asked for anew each
 * time: compared with what is stored it shows a split. Of the finer ones, what is missing and the last sessions again. A
 * plan whose history is shorter gives what it has. Also the minutes of the session at hand, or of the last one while
 * the market is closed, which give the chart its line even when nothing was recorded then.
 */
export function createBarsJob(
  context: JobContext,
  refreshLine: () => Promise<void>,
  onDailyBars: () => Promise<void> = async () => {},
): Job {
  const { symbol, clock, hours, db, feed } = context;

  const { isEndOfDay } = feed.bars;

  const updateMinutes = async (request: PollRequest): Promise<number> => {
    try {
      return await fetchMinutesOfToday(context, request);
    } catch (error) {
      if (error instanceof UpstreamError && error.failure === 'not-yet') return 0;
      throw error;
    } finally {
      await refreshLine();
    }
  };

  /** The line that a closed market shows is the last session's; what was not recorded of it is asked for once. */
  const updateLastMinutes = async (request: PollRequest): Promise<number> => {
    const date = lastFinishedSession(hours.calendar, clock.now());
    const { open, close } = hours.calendar.sessionOn(date)!;
    if ((await db.bars.range(symbol, '1min', open, close, clock.now())).length > 0) return 0;
    try {
      return await fetchBars(context, { symbol, timeframes: ['1min'], from: date, to: date }, request);
    } finally {
      await refreshLine();
    }
  };

  const firstToFetch = async (
    timeframes: readonly Timeframe[],
    from: string,
    to: string,
  ): Promise<string> => {
    const { calendar } = hours;
    const tail = calendar.tradingDays(from, to).at(-revisedSessions) ?? to;
    const firsts = await Promise.all(
      timeframes.map(async (timeframe) => {
        const [missing] = await missingSessions(db, calendar, { symbol, timeframe, from, to }, clock.now());
        return missing ?? tail;
      }),
    );
    return [...firsts, tail].sort()[0]!;
  };

  const updateHistory = async (
    timeframes: (typeof history)[number],
    to: string,
    request: PollRequest,
  ): Promise<number> => {
    const from = addDays(to, -daysBack[timeframes[0]]);
    const start = timeframes[0] === 'daily' ? from : await firstToFetch(timeframes, from, to);
    const surely = addDays(to, -surelyDaysBack);
    try {
      return await fetchBars(context, { symbol, timeframes, from: start, to }, request);
    } catch (error) {
      const isTooOld = error instanceof UpstreamError && error.failure === 'too-old';
      if (!isTooOld || start >= surely) throw error;
      return await fetchBars(context, { symbol, timeframes, from: surely, to }, request);
    }
  };

  return {
    name: 'bars',
    runsAtStart: true,
    next(_now, after) {
      if (isEndOfDay()) return onceADay(hours, after, 'this plan gives a day once it is over');
      let session = hours.calendar.nextSession(after + 1);
      if (session.close + afterCloseMs <= after) session = hours.calendar.nextSession(session.postClose);
      const at = session.close + afterCloseMs;
      return {
        ...{ at, intervalMs: null, isDueUntilDone: true },
        reason: `once after the close, ${weekdayTime(at)}`,
      };
    },
    async run(request) {
      const now = clock.now();
      const today = newYorkDate(now);
      const session = hours.calendar.sessionOn(today);
      const hasBegun = session !== null && now >= session.open;
      const updates = [
        ...(hasBegun ? [() => updateMinutes(request)] : []),
        ...(isNight(hours.calendar.phaseAt(now).phase) && !hasBegun
          ? [() => updateLastMinutes(request)]
          : []),
        ...history.map((timeframes) => () => {
          const to = hasBegun && !isEndOfDay() ? today : lastFinishedSession(hours.calendar, now);
          return updateHistory(timeframes, to, request);
        }),
      ];
      let bars = 0;
      let failure: unknown = null;
      for (const update of updates) {
        if (request.signal.aborted) break;
        try {
          bars += await update();
        } catch (error) {
          failure ??= error;
          if (error instanceof UpstreamError && error.failure === 'unauthorized') break;
        }
      }
      await onDailyBars();
      if (failure) throw failure;
      return `${bars} bars`;
    },
  };
}
