import type { Bar, Timeframe } from '../../market/bar.ts';
import { newYorkDate } from '../../market/new-york-time.ts';
import type { RunRequest } from '../poller.ts';
import type { AggregatesQuery, RawRows } from '../upstream/endpoints.ts';
import { requireWhole } from '../upstream/paginate.ts';
import { parseBars } from '../upstream/parse-bars.ts';
import { UpstreamError } from '../upstream/upstream-error.ts';
import { isRegular } from './bar-history.ts';
import { type JobContext, maxAgeMs } from './job-context.ts';

const ttlMs = 24 * 3_600_000;
const minutesTtlMs = 60_000;
/** The delayed plans' last bars of a session are out this long after its close. */
const settledAfterCloseMs = 20 * 60_000;

export type BarsContext = Pick<
  JobContext,
  'symbol' | 'source' | 'clock' | 'hours' | 'db' | 'endpoints' | 'cached'
> & { usage: Pick<JobContext['usage'], 'onRefusals'> };

/**
 * Fetches and stores the bars of regular hours between two dates.
 * @returns how many were stored
 * @throws UpstreamError
 */
export async function fetchBars(
  context: BarsContext,
  query: AggregatesQuery,
  request: RunRequest,
): Promise<number> {
  const { endpoints, cached, clock } = context;
  const { symbol, timeframe, from, to } = query;
  const { priority, signal } = request;
  const settledMs = clock.now() - lastSettledAt(context);
  const { value } = await cached(
    {
      key: `aggregates:${symbol}:${timeframe}:${from}:${to}`,
      dataType: 'historical',
      ttlMs,
      // What was answered before the last close lacks its last bars.
      priority: request.priority,
      maxAgeMs: Math.min(maxAgeMs(request, ttlMs, null), settledMs),
    },
    () => endpoints.aggregates(query, { priority, signal }),
    (body, receivedAt) => read(context, body as RawRows, symbol, timeframe, receivedAt),
  );
  return await store(context, value);
}

/** The same for the minutes of today so far. @throws UpstreamError `not-yet` on plans that give none */
export async function fetchMinutesOfToday(context: BarsContext, request: RunRequest): Promise<number> {
  const { symbol, endpoints, cached, clock } = context;
  const { priority, signal } = request;
  const today = newYorkDate(clock.now());
  const known = endpoints.capability('minutesOfToday');
  if (known?.state === 'not-yet' && newYorkDate(known.at) === today && !request.isForced) {
    throw new UpstreamError('not-yet', known.message ?? 'This plan gives a day once it is over.');
  }
  const { value } = await cached(
    {
      key: `minutesOfToday:${symbol}:${today}`,
      dataType: 'historical',
      ttlMs: minutesTtlMs,
      priority: request.priority,
      maxAgeMs: maxAgeMs(request, minutesTtlMs, null),
    },
    () => endpoints.minutesOfToday(symbol, today, { priority, signal }),
    (body, receivedAt) => read(context, body as RawRows, symbol, '1min', receivedAt),
  );
  return await store(context, value);
}

function read(
  { source, hours, usage }: BarsContext,
  body: RawRows,
  symbol: string,
  timeframe: Timeframe,
  receivedAt: number,
): Bar[] {
  const { rows, refusals } = parseBars(body.rows, { symbol, timeframe, source, receivedAt });
  usage.onRefusals(refusals);
  if (rows.length === 0 && refusals.length > 0) {
    throw new UpstreamError('malformed', `None of the ${refusals.length} bars makes sense: ${refusals[0]}.`);
  }
  requireWhole(body, 'The bars are');
  return rows.filter((bar) => isRegular(hours.calendar, bar));
}

async function store({ db, usage }: BarsContext, bars: readonly Bar[]): Promise<number> {
  const { stored, refused } = await db.bars.upsert(bars);
  usage.onRefusals(refused.map(({ reason }) => `not stored: ${reason}`));
  return stored;
}

/** When the bars of the last session that has closed were all out. */
function lastSettledAt({ hours, clock }: BarsContext): number {
  const now = clock.now();
  const today = hours.calendar.sessionOn(newYorkDate(now));
  const settledToday = today ? today.close + settledAfterCloseMs : Number.POSITIVE_INFINITY;
  if (settledToday <= now) return settledToday;
  return hours.calendar.previousSession(newYorkDate(now)).close + settledAfterCloseMs;
}
