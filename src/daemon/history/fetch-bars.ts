import type { BarsQuery } from '../../sources/source.ts';
import type { PollRequest } from '../../sources/request.ts';
import { followSplit } from './splits.ts';
import { type BarsContext, storeBars, storeRange } from './store-bars.ts';

/**
 * Fetches and stores the bars of regular hours between two dates. Where they show that the symbol was split since others
 * were stored, all of those are fetched anew before.
 * @returns how many were stored, of the timeframes asked for
 * @throws UpstreamError
 */
export async function fetchBars(
  context: BarsContext,
  query: BarsQuery,
  request: PollRequest,
): Promise<number> {
  const fetched = await context.feed.bars.range(query, request);
  await followSplit(context, query, fetched, request);
  return await storeRange(context, query, fetched);
}

/** The same for the minutes of today so far. @throws UpstreamError `not-yet` on plans that give none */
export async function fetchMinutesOfToday(context: BarsContext, request: PollRequest): Promise<number> {
  const { bars } = await context.feed.bars.minutesOfToday(request);
  return await storeBars(context, bars);
}
