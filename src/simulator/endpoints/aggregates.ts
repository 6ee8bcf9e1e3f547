import { isDate, newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import {
  type AggregateWindows,
  aggregateWindows,
  joinWindow,
  timespans,
  type AggregateWindow,
} from '../market/aggregate-windows.ts';
import { type Answer, badRequest, ok } from '../answer.ts';
import { baseBars, seriesOf } from '../market/base-bars.ts';
import { effectiveQuery } from '../cursor.ts';
import { asOf, assetClassOf, type Endpoint, type Exchange, type PathValues, tierFor } from '../exchange.ts';
import { barRow, refuseDates } from './aggregate-row.ts';

export const aggregateEndpoints: Endpoint[] = [
  { path: '/v2/aggs/ticker/{ticker}/range/{multiplier}/{timespan}/{from}/{to}', answer: range },
];

const largestLimit = 50_000;
const largestMultiplier = 1000;
const yearMs = 366 * 86_400_000;

interface RangeQuery {
  windows: AggregateWindows;
  /** Epoch ms, both included. */
  from: number;
  to: number;
  limit: number;
  isDescending: boolean;
}

function range(exchange: Exchange, values: PathValues): Answer {
  const { simulated, requestId } = exchange;
  const { ticker = '' } = values;
  const query = effectiveQuery(exchange.query);
  const asked = query ? readRange(query, values, exchange.now) : 'Invalid cursor';
  if (!query || typeof asked === 'string') return badRequest(requestId, String(asked));
  const { windows, from, to, limit, isDescending } = asked;
  const assetClass = assetClassOf(ticker);
  const refusal = refuseDates(exchange, assetClass, newYorkDate(from), newYorkDate(to));
  if (refusal) return refusal;

  const series = seriesOf(simulated, ticker);
  const bounds = { from: windows.startOf(from), to: windows.endOf(to), unit: windows.baseUnit };
  const bars = series
    ? baseBars(simulated, series, { ...bounds, isDescending, at: asOf(exchange, assetClass) })
    : [];
  const page = takePage(bars, windows, limit);
  const results = page.windows.map((window) => barRow(joinWindow(window)));
  return ok({
    ticker,
    queryCount: page.windows.reduce((sum, window) => sum + window.bars.length, 0),
    resultsCount: results.length,
    adjusted: query.get('adjusted') !== 'false',
    ...(results.length > 0 && { results }),
    status: tierFor(exchange, assetClass).aggregateStatus,
    request_id: requestId,
    ...(results.length > 0 && { count: results.length }),
    ...(page.next !== null && { next_url: followingPage(exchange, values, page.next, asked) }),
  });
}

/** A text is what the vendor says to a query that it cannot read. */
function readRange(query: URLSearchParams, values: PathValues, now: number): RangeQuery | string {
  const timespan = timespans.find((name) => name === values.timespan);
  const multiplier = Number(values.multiplier);
  if (!timespan || !Number.isInteger(multiplier) || multiplier < 1 || multiplier > largestMultiplier) {
    return `Could not parse the multiplier and timespan: '${values.multiplier}/${values.timespan}'.`;
  }
  const unreadable = (name: string) =>
    `Could not parse the time parameter: '${name}'. Use YYYY-MM-DD or Unix MS Timestamps`;
  const from = instantOf(values.from ?? '', '00:00:00');
  if (from === null) return unreadable('from');
  const last = instantOf(values.to ?? '', '23:59:59');
  if (last === null) return unreadable('to');
  if (from > last) return "The parameter 'to' cannot be a time that occurs before 'from'";
  const limit = Number(query.get('limit') || 5000);
  if (!Number.isInteger(limit) || limit < 1 || limit > largestLimit) {
    return `The limit must be between 1 and ${largestLimit}`;
  }
  // Nothing is known of the future, and dates of five digits are none.
  const to = Math.min(last, Math.max(from, now + yearMs));
  const isDescending = query.get('sort') === 'desc';
  return { windows: aggregateWindows(multiplier, timespan), from, to, limit, isDescending };
}

/** Epoch ms of a bound; `null` if it is neither a date nor milliseconds. */
function instantOf(text: string, time: string): number | null {
  if (isDate(text)) return newYorkInstant(text, time);
  return /^\d{12,14}$/.test(text) ? Number(text) : null;
}

/**
 * As many base aggregates as the limit allows, cut where a window begins unless that would leave none, and the start
 * of the window that the next page begins with.
 */
function takePage(bars: Iterable<AggregateWindow['bars'][number]>, windows: AggregateWindows, limit: number) {
  const taken: AggregateWindow[] = [];
  let count = 0;
  for (const bar of bars) {
    const start = windows.startOf(bar.start);
    const last = taken.at(-1);
    const isNew = last?.start !== start;
    if (count >= limit) {
      if (isNew) return { windows: taken, next: start };
      if (taken.length > 1) return { windows: taken.slice(0, -1), next: start };
    }
    if (isNew) taken.push({ start, bars: [bar] });
    else last.bars.push(bar);
    count++;
  }
  return { windows: taken, next: null };
}

/** The API rewrites the path's own bound and hides the rest in the cursor. */
function followingPage(
  { origin, path }: Exchange,
  { from = '', to = '' }: PathValues,
  next: number,
  { limit, isDescending }: RangeQuery,
): string {
  const head = path.slice(0, path.length - from.length - to.length - 2);
  const bounds = isDescending ? `${from}/${next}` : `${next}/${to}`;
  const carried = new URLSearchParams({ limit: String(limit), sort: isDescending ? 'desc' : 'asc' });
  return `${origin}${head}/${bounds}?cursor=${Buffer.from(carried.toString()).toString('base64url')}`;
}
