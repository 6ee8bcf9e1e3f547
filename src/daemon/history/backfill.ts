import type { Timeframe } from '../../market/quotes/bar.ts';
import { addDays, newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { BackfillStep } from '../../protocol/state.ts';
import { missingSessions } from './bar-history.ts';
import { rangeDays } from '../../sources/poll/poll-bars.ts';
import type { BarsContext } from './store-bars.ts';
import { fetchBars } from './fetch-bars.ts';
import { lastFinishedSession } from '../../market/calendar/finished-session.ts';
import type { Budget } from '../../sources/polygon/budget.ts';
import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';

/** What to backfill: dates are `YYYY-MM-DD` in New York. */
export interface BackfillRequest {
  symbol: string;
  timeframe: Timeframe;
  /** New York dates, both included. */
  from: string;
  to: string;
}

/** These end a backfill; whatever else goes wrong with one stretch need not with the next. */
const endings = new Set(['unauthorized', 'not-entitled', 'rate-limited', 'budget', 'network', 'timeout']);

/**
 * Fetches and stores the first stretch of a request that is not stored yet. Whoever wants all of it asks again from
 * `nextFrom` on; whoever stops asking has lost nothing.
 * @throws UpstreamError when the next stretch would fail for the same reason
 */
export async function backfillStep(
  context: BarsContext & { budget: Budget },
  request: BackfillRequest,
  signal: AbortSignal,
): Promise<BackfillStep> {
  const { db, hours, clock, budget } = context;
  const { calendar } = hours;
  const { timeframe, from } = request;
  const today = newYorkDate(clock.now());
  const to = request.to < today ? request.to : today;
  const sessions = from <= to ? calendar.tradingDays(from, to).length : 0;
  const step = (done: Partial<BackfillStep>): BackfillStep => ({
    ...{ asked: null, stored: 0, sessions, sessionsLeft: 0, nextFrom: null, note: null },
    callsLeft: budget.free('scheduled'),
    nextFreeAt: budget.free('scheduled') > 0 ? null : budget.state().nextFreeAt,
    ...done,
  });

  const missing =
    sessions > 0 ? await missingSessions(db, calendar, { ...request, from, to }, clock.now()) : [];
  const [first] = missing;
  if (first === undefined) return step({});
  const end = addDays(first, rangeDays[timeframe] - 1);
  const last = missing.filter((date) => date <= end).at(-1)!;
  const later = missing.filter((date) => date > end);
  const asked = { from: first, to: last };
  const rest = { asked, sessionsLeft: later.length, nextFrom: later[0] ?? null };
  const fetch = (stretch: { from: string; to: string }) =>
    fetchBars(
      context,
      { symbol: request.symbol, timeframes: [timeframe], ...stretch },
      { priority: 'scheduled', isForced: true, slotAt: null, signal },
    );
  try {
    const stored = await fetch(asked).catch((error: unknown) => {
      const finished = lastFinishedSession(hours.calendar, clock.now());
      const isNotYet = error instanceof UpstreamError && error.failure === 'not-yet';
      if (!isNotYet || finished < asked.from) throw error;
      // The smallest plan gives a day once it is over; the days before are there for the asking.
      return fetch({ ...asked, to: finished });
    });
    const note = stored === 0 ? `The API has no bars from ${asked.from} to ${asked.to}.` : null;
    return step({ ...rest, stored, note });
  } catch (error) {
    if (!(error instanceof UpstreamError) || endings.has(error.failure)) throw error;
    return step({ ...rest, note: `${asked.from} to ${asked.to}: ${error.message}` });
  }
}
