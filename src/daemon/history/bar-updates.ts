import { lastFinishedSession } from '../../market/calendar/finished-session.ts';
import { addDays } from '../../market/calendar/new-york-time.ts';
import type { Timeframe } from '../../market/quotes/bar.ts';
import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';
import type { PollRequest } from '../../sources/request.ts';
import type { JobContext } from '../underlyings/job-context.ts';
import { missingSessions } from './bar-history.ts';
import { fetchBars, fetchMinutesOfToday } from './fetch-bars.ts';

/** The dashboard's chart goes back a year in days, and a month in anything finer. */
const daysBack = { daily: 372, '15min': 30 } as const;
/** Every plan has this much. */
const surelyDaysBack = 30;
/** Late prints revise the bars of the last sessions. */
const revisedSessions = 3;

/** Timeframes by the request that brings them: hours are made of quarters, which costs no call of their own. */
export const historyRequests = [['daily'], ['15min', '1hour']] as const;

type HistoryRequest = (typeof historyRequests)[number];

/** Fetches and stores the minutes of today so far. @returns how many bars; 0 where the plan gives a day once it is over */
export async function updateMinutes(context: JobContext, request: PollRequest): Promise<number> {
  try {
    return await fetchMinutesOfToday(context, request);
  } catch (error) {
    if (error instanceof UpstreamError && error.failure === 'not-yet') return 0;
    throw error;
  }
}

/** Whether any minute of the last finished session is stored, which a closed market shows. */
export async function hasLastMinutes({ symbol, clock, hours, db }: JobContext): Promise<boolean> {
  const now = clock.now();
  const { open, close } = hours.calendar.sessionOn(lastFinishedSession(hours.calendar, now))!;
  return (await db.bars.range(symbol, '1min', open, close, now)).length > 0;
}

/** Fetches and stores the minutes of the last finished session. @returns how many bars */
export async function updateLastMinutes(context: JobContext, request: PollRequest): Promise<number> {
  const { symbol, clock, hours } = context;
  const date = lastFinishedSession(hours.calendar, clock.now());
  return await fetchBars(context, { symbol, timeframes: ['1min'], from: date, to: date }, request);
}

/**
 * Fetches and stores the bars of one request up to a date. The year of daily bars is asked for anew each time: compared
 * with what is stored it shows a split. Of finer bars, the missing ones and the last sessions are asked for. A plan whose
 * history is shorter gives what it has.
 * @returns how many bars
 */
export async function updateHistory(
  context: JobContext,
  timeframes: HistoryRequest,
  to: string,
  request: PollRequest,
): Promise<number> {
  const { symbol } = context;
  const from = addDays(to, -daysBack[timeframes[0]]);
  const start = timeframes[0] === 'daily' ? from : await firstToFetch(context, timeframes, from, to);
  const surely = addDays(to, -surelyDaysBack);
  try {
    return await fetchBars(context, { symbol, timeframes, from: start, to }, request);
  } catch (error) {
    const isTooOld = error instanceof UpstreamError && error.failure === 'too-old';
    if (!isTooOld || start >= surely) throw error;
    return await fetchBars(context, { symbol, timeframes, from: surely, to }, request);
  }
}

async function firstToFetch(
  { symbol, clock, hours, db }: JobContext,
  timeframes: readonly Timeframe[],
  from: string,
  to: string,
): Promise<string> {
  const { calendar } = hours;
  const tail = calendar.tradingDays(from, to).at(-revisedSessions) ?? to;
  const firsts = await Promise.all(
    timeframes.map(async (timeframe) => {
      const [missing] = await missingSessions(db, calendar, { symbol, timeframe, from, to }, clock.now());
      return missing ?? tail;
    }),
  );
  return [...firsts, tail].sort()[0]!;
}
