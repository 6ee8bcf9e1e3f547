import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { RunRequest } from '../schedule/scheduler.ts';
import type { RawRows } from '../../sources/polygon/endpoints/queries.ts';
import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';
import {
  type BarsContext,
  type BarsQuery,
  fetchRange,
  readBars,
  storeBars,
  storeRange,
} from './bar-range.ts';
import { maxAgeMs } from '../jobs/job-context.ts';
import { followSplit } from './splits.ts';

const minutesTtlMs = 60_000;

/**
 * Fetches and stores the bars of regular hours between two dates. Where they show that the symbol was split since others
 * were stored, all of those are fetched anew before.
 * @returns how many were stored, of the timeframes asked for
 * @throws UpstreamError
 */
export async function fetchBars(
  context: BarsContext,
  query: BarsQuery,
  request: RunRequest,
): Promise<number> {
  const fetched = await fetchRange(context, query, request);
  await followSplit(context, query, fetched, request);
  return await storeRange(context, query, fetched);
}

/** The same for the minutes of today so far. @throws UpstreamError `not-yet` on plans that give none */
export async function fetchMinutesOfToday(context: BarsContext, request: RunRequest): Promise<number> {
  const { symbol, endpoints, cached, clock } = context;
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
  return await storeBars(context, value.bars);
}
