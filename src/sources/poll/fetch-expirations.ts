import { addDays } from '../../market/calendar/new-york-time.ts';
import type { CachedFetch } from '../polygon/cache.ts';
import type { Endpoints } from '../polygon/endpoints/endpoints.ts';
import type { StrikeBand } from '../polygon/endpoints/queries.ts';
import { UpstreamError } from '../polygon/http/upstream-error.ts';
import { parseExpirations } from '../polygon/parse/options/parse-expirations.ts';
import type { PollRequest } from '../request.ts';

/** What asking for a list of expirations takes. */
export interface ExpirationsContext {
  cached: CachedFetch;
  endpoints: Pick<Endpoints, 'expirations'>;
}

/** Which list is asked for. */
export interface ListQuery {
  symbol: string;
  /** Roots of the contracts that count. */
  roots: readonly string[];
  /** First date of the list, `YYYY-MM-DD` in New York. */
  from: string;
  /** The symbol's price, in dollars; `null` where it is unknown. */
  price: number | null;
}

const dayMs = 24 * 3_600_000;
/** Dailies and weeklies; monthlies lie farther apart, and nobody steps that far. */
const daysAhead = 60;
/** Strikes this near the price are listed for every expiration, and are few enough for one page. */
const band = { share: 0.04, minDollars: 1.25 };

/**
 * Expirations that the API lists for a symbol, as dates in order. Without a price, or with one that no strike is near,
 * only the first page of contracts is read: it has the nearest dates, but perhaps not all.
 * @throws UpstreamError; `not-found` where nothing is listed
 */
export async function fetchExpirations(
  context: ExpirationsContext,
  query: ListQuery,
  request: PollRequest,
): Promise<readonly string[]> {
  const near = bandAround(query.price);
  const nearDates = near === null ? [] : await listOf(context, query, near, request);
  const dates = nearDates.length > 0 ? nearDates : await listOf(context, query, null, request);
  if (dates.length === 0) throw noOptions(query.symbol);
  return dates;
}

/** The failure of a symbol that has no listed options. */
export function noOptions(symbol: string): UpstreamError {
  return new UpstreamError('not-found', `The API lists no options on ${symbol}.`);
}

function bandAround(price: number | null): StrikeBand | null {
  if (price === null) return null;
  const half = Math.max(band.minDollars, price * band.share);
  return { low: price - half, high: price + half };
}

/** An empty list is not cached: it may be a fault of this one answer. */
async function listOf(
  { cached, endpoints }: ExpirationsContext,
  { symbol, roots, from }: ListQuery,
  strikes: StrikeBand | null,
  request: PollRequest,
): Promise<readonly string[]> {
  const range = { symbol, from, to: addDays(from, daysAhead) };
  try {
    const { value } = await cached(
      {
        key: `expirations:${symbol}:${from}:${strikes === null ? 'all' : 'near'}`,
        dataType: 'options',
        ttlMs: dayMs,
        maxAgeMs: request.isForced ? 0 : dayMs,
        priority: request.priority,
      },
      // The dates alone are kept: the contracts are a thousand rows.
      async () =>
        parseExpirations(await endpoints.expirations({ ...range, strikes }, request), { ...range, roots }),
      (dates) => {
        if (Array.isArray(dates) && dates.length > 0) return dates as string[];
        throw noOptions(symbol);
      },
    );
    return value;
  } catch (error) {
    if (error instanceof UpstreamError && error.failure === 'not-found') return [];
    throw error;
  }
}
