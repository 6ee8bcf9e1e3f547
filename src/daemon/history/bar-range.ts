import type { Logger } from '../../base/log.ts';
import type { Bar, Timeframe } from '../../market/quotes/bar.ts';
import type { Calendar } from '../../market/calendar/calendar.ts';
import { hourBars, replacedHours } from '../../market/quotes/hour-bars.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { RunRequest } from '../schedule/scheduler.ts';
import type { AskedTimeframe, RawRows } from '../../sources/polygon/endpoints/queries.ts';
import { requireWhole } from '../../sources/polygon/http/paginate.ts';
import { parseBars } from '../../sources/polygon/parse/parse-bars.ts';
import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';
import { isRegular } from './bar-history.ts';
import { type JobContext, maxAgeMs } from '../jobs/job-context.ts';

const ttlMs = 24 * 3_600_000;
/** The delayed plans' last bars of a session are out this long after its close. */
const settledAfterCloseMs = 20 * 60_000;

/**
 * Days of one request. An answer holds 50,000 of the bars that bars are made of: days for daily ones, else the minutes
 * from 04:00 to 20:00, of which 45 days have 30,000.
 */
export const rangeDays: Record<Timeframe, number> = { daily: 5 * 365, '1hour': 45, '15min': 45, '1min': 45 };

export type BarsContext = Pick<
  JobContext,
  'symbol' | 'source' | 'clock' | 'hours' | 'db' | 'endpoints' | 'cached'
> & {
  usage: Pick<JobContext['usage'], 'onRefusals'>;
  log: Pick<Logger, 'info' | 'warn'>;
};

export interface BarsQuery {
  symbol: string;
  /** What is to be stored; more than one where they are made of the same answer. */
  timeframes: readonly Timeframe[];
  /** New York dates, both included. */
  from: string;
  to: string;
}

/** Bars of regular hours as the API answered them. */
export interface FetchedBars {
  bars: Bar[];
  /** Starts of those that could not be read, `null` where not even that could. */
  missing: readonly (number | null)[];
}

/** What the API has of a range. @throws UpstreamError */
export async function fetchRange(
  context: BarsContext,
  { symbol, timeframes, from, to }: BarsQuery,
  request: RunRequest,
): Promise<FetchedBars> {
  const { endpoints, cached, clock } = context;
  const timeframe = askedFor(timeframes);
  const settledMs = clock.now() - lastSettledAt(context);
  const { value } = await cached(
    {
      key: `aggregates:${symbol}:${timeframe}:${from}:${to}`,
      dataType: 'historical',
      ttlMs,
      // What was asked for before the last close lacks its last bars.
      priority: request.priority,
      maxAgeMs: Math.min(maxAgeMs(request, ttlMs, null), settledMs),
    },
    () => endpoints.aggregates({ symbol, timeframe, from, to }, request),
    (body, receivedAt) => readBars(context, body as RawRows, { symbol, timeframe, from, to, receivedAt }),
  );
  return value;
}

/** Which of the vendor's bars a range is made of. */
export function askedFor(timeframes: readonly Timeframe[]): AskedTimeframe {
  const asked = new Set(timeframes.map((timeframe) => (timeframe === '1hour' ? '15min' : timeframe)));
  const [only] = asked;
  if (!only || asked.size > 1) throw new RangeError(`No single request answers for ${timeframes.join(', ')}`);
  return only;
}

/** Stores what was fetched of a range, made into the timeframes asked for. Gives the number of bars stored. */
export async function storeRange(
  context: BarsContext,
  { symbol, timeframes }: Pick<BarsQuery, 'symbol' | 'timeframes'>,
  fetched: FetchedBars,
): Promise<number> {
  const { calendar } = context.hours;
  let stored = 0;
  for (const timeframe of timeframes) {
    stored += await storeBars(context, barsAs(timeframe, fetched, calendar));
    if (timeframe === '1hour')
      await context.db.bars.remove(symbol, timeframe, replacedHours(fetched.bars, calendar));
  }
  return stored;
}

/** The bars of a timeframe, where an answer has been fetched that it is made of. */
export function barsAs(timeframe: Timeframe, { bars, missing }: FetchedBars, calendar: Calendar): Bar[] {
  return timeframe === '1hour' ? hourBars(bars, calendar, missing) : [...bars];
}

export interface Asked {
  symbol: string;
  timeframe: AskedTimeframe;
  from: string;
  to: string;
  receivedAt: number;
}

/**
 * Reads an answer into bars of regular hours.
 * @throws UpstreamError `malformed`
 */
export function readBars({ source, hours, usage }: BarsContext, body: RawRows, asked: Asked): FetchedBars {
  const { rows, rejections, missing } = parseBars(body.rows, { ...asked, source });
  usage.onRefusals(rejections);
  if (rows.length === 0 && rejections.length > 0) {
    throw new UpstreamError(
      'malformed',
      `None of the ${rejections.length} bars makes sense: ${rejections[0]}.`,
    );
  }
  requireWhole(body, 'The bars are');
  return { bars: rows.filter((bar) => isRegular(hours.calendar, bar)), missing };
}

export async function storeBars({ db, usage, clock }: BarsContext, bars: readonly Bar[]): Promise<number> {
  const { stored, refused } = await db.bars.upsert(bars, clock.now());
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
