import type { Bar, Timeframe } from '../../market/quotes/bar.ts';
import type { Calendar } from '../../market/calendar/calendar.ts';
import { hourBars } from '../../market/quotes/hour-bars.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { PollRequest } from '../request.ts';
import type { BarSource, BarsQuery, FetchedBars } from '../source.ts';
import type { AskedTimeframe, RawRows } from '../polygon/endpoints/queries.ts';
import { requireWhole } from '../polygon/http/paginate.ts';
import { parseBars } from '../polygon/parse/parse-bars.ts';
import { UpstreamError } from '../polygon/http/upstream-error.ts';
import { isRegular } from '../../market/quotes/regular-bars.ts';
import type { PollContext } from './poll-context.ts';
import { maxAgeMs } from './max-age.ts';

const ttlMs = 24 * 3_600_000;
/** The delayed plans' last bars of a session are out this long after its close. */
const settledAfterCloseMs = 20 * 60_000;

/**
 * Days of one request. An answer holds 50,000 of the bars that bars are made of: days for daily ones, else the minutes
 * from 04:00 to 20:00, of which 45 days have 30,000.
 */
export const rangeDays: Record<Timeframe, number> = { daily: 5 * 365, '1hour': 45, '15min': 45, '1min': 45 };

/** What polling bars takes. */
export type BarsPollContext = Pick<
  PollContext,
  'clock' | 'source' | 'hours' | 'endpoints' | 'cached' | 'usage'
>;

/** What the API has of a range. @throws UpstreamError */
async function fetchRange(
  context: BarsPollContext,
  { symbol, timeframes, from, to }: BarsQuery,
  request: PollRequest,
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

/** The bars of a timeframe, where an answer has been fetched that it is made of. */
export function barsAs(timeframe: Timeframe, { bars, missing }: FetchedBars, calendar: Calendar): Bar[] {
  return timeframe === '1hour' ? hourBars(bars, calendar, missing) : [...bars];
}

/** The bars that were asked for. */
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
export function readBars(
  { source, hours, usage }: BarsPollContext,
  body: RawRows,
  asked: Asked,
): FetchedBars {
  const { rows, rejections, missing } = parseBars(body.rows, { ...asked, source });
  usage.onRejections(rejections);
  if (rows.length === 0 && rejections.length > 0) {
    throw new UpstreamError(
      'malformed',
      `None of the ${rejections.length} bars makes sense: ${rejections[0]}.`,
    );
  }
  requireWhole(body, 'The bars are');
  return { bars: rows.filter((bar) => isRegular(hours.calendar, bar)), missing };
}

/** When the bars of the last session that has closed were all out. */
function lastSettledAt({ hours, clock }: BarsPollContext): number {
  const now = clock.now();
  const today = hours.calendar.sessionOn(newYorkDate(now));
  const settledToday = today ? today.close + settledAfterCloseMs : Number.POSITIVE_INFINITY;
  if (settledToday <= now) return settledToday;
  return hours.calendar.previousSession(newYorkDate(now)).close + settledAfterCloseMs;
}

const minutesTtlMs = 60_000;

/** The minutes of today so far. @throws UpstreamError `not-yet` on plans that give a day once it is over */
async function fetchMinutes(
  context: BarsPollContext,
  symbol: string,
  request: PollRequest,
): Promise<FetchedBars> {
  const { endpoints, cached, clock } = context;
  const today = newYorkDate(clock.now());
  const known = endpoints.entitlement('minutesOfToday');
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
    () => endpoints.minutesOfToday(symbol, today, request),
    (body, receivedAt) =>
      readBars(context, body as RawRows, {
        ...{ symbol, timeframe: '1min', receivedAt },
        ...{ from: today, to: today },
      }),
  );
  return value;
}

/** The bars of one underlying by polling. */
export function createBarSource(context: BarsPollContext, symbol: string): BarSource {
  return {
    range: (query, request) => fetchRange(context, query, request),
    minutesOfToday: (request) => fetchMinutes(context, symbol, request),
    isEndOfDay: () => context.endpoints.entitlement('minutesOfToday')?.state === 'not-yet',
  };
}
