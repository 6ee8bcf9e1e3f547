import type { Timeframe } from '../../market/bar.ts';
import { addDays, newYorkDate } from '../../market/new-york-time.ts';
import { weekdayTime } from '../cadence.ts';
import type { Job, RunRequest } from '../poller.ts';
import type { RawRows } from '../upstream/endpoints.ts';
import { parseBars } from '../upstream/parse-bars.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import { type JobContext, maxAgeMs } from './job-context.ts';

const ttlMs = 24 * 3_600_000;
const daysBack = 30;
const afterCloseMs = 30 * 60_000;

/**
 * Daily and intraday bars once after each close, 30 days back, and the minutes of the session at hand, which give the
 * chart its line from the open even when nothing was recorded then.
 */
export function createBarsJob(context: JobContext, refreshLine: () => Promise<void>): Job {
  const { symbol, source, clock, hours, db, endpoints, cached, usage } = context;

  const fetchBars = async (
    timeframe: Timeframe,
    from: string,
    to: string,
    request: RunRequest,
  ): Promise<number> => {
    const minutesTtlMs = 60_000;
    const ttl = timeframe === '1min' ? minutesTtlMs : ttlMs;
    const { body } = await cached(
      {
        key: `aggregates:${symbol}:${timeframe}:${from}:${to}`,
        dataType: 'historical',
        ttlMs: ttl,
        maxAgeMs: maxAgeMs(request, ttl, null),
      },
      () =>
        endpoints.aggregates(
          { symbol, timeframe, from, to },
          { priority: request.priority, signal: request.signal },
        ),
    );
    const { rows, refusals } = parseBars((body as RawRows).rows, { symbol, timeframe, source });
    usage.onRefusals(refusals);
    const kept =
      timeframe === 'daily' ? rows : rows.filter((bar) => isRegular(bar.date, bar.start, timeframe));
    await db.bars.upsert(kept);
    return kept.length;
  };

  /** Hour bars start on the full hour in New York, so the first one of a session begins half an hour before it. */
  const isRegular = (date: string, start: number, timeframe: Timeframe): boolean => {
    const session = hours.calendar.sessionOn(date);
    if (!session) return false;
    const lead = timeframe === '1hour' ? 30 * 60_000 : 0;
    return start >= session.open - lead && start < session.close;
  };

  return {
    name: 'bars',
    runsAtStart: true,
    next(_now, after) {
      let session = hours.calendar.nextSession(after + 1);
      if (session.close + afterCloseMs <= after) session = hours.calendar.nextSession(session.postClose);
      const at = session.close + afterCloseMs;
      return { at, intervalMs: null, reason: `once after the close, ${weekdayTime(at)}` };
    },
    async run(request) {
      const now = clock.now();
      const today = newYorkDate(now);
      const session = hours.calendar.sessionOn(today);
      let bars = 0;
      let failure: unknown = null;
      const attempt = async (timeframe: Timeframe, from: string, to: string) => {
        try {
          bars += await fetchBars(timeframe, from, to, request);
        } catch (error) {
          const isNotYet = error instanceof UpstreamError && error.failure === 'not-yet';
          if (!isNotYet) throw error;
          // The free plan gives a day only once it is over: what came before is there for the asking.
          if (from < to) bars += await fetchBars(timeframe, from, addDays(to, -1), request);
        }
      };
      const wanted: [Timeframe, string][] = [
        ...(session && now >= session.open ? [['1min', today] satisfies [Timeframe, string]] : []),
        ['daily', addDays(today, -daysBack)],
        ['15min', addDays(today, -daysBack)],
        ['1hour', addDays(today, -daysBack)],
      ];
      for (const [timeframe, from] of wanted) {
        try {
          await attempt(timeframe, from, today);
        } catch (error) {
          failure ??= error;
        }
        if (timeframe === '1min') await refreshLine();
        if (request.signal.aborted) break;
      }
      if (failure) throw failure;
      return `${bars} bars`;
    },
  };
}
