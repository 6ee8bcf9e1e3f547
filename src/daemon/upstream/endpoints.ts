import { z } from 'zod';
import type { Timeframe } from '../../market/bar.ts';
import type { Priority } from './budget.ts';
import type { Capabilities } from './capability.ts';
import { refusal } from './fields.ts';
import type { Http } from './http.ts';
import { type Page, type Paginated, paginate } from './paginate.ts';
import { tickerOf } from './parse-chain.ts';
import { UpstreamError } from './upstream-error.ts';

export interface Asking {
  priority: Priority;
  signal?: AbortSignal | undefined;
}

/**
 * One function an endpoint, each answering with the body as it came: what is in it is parsed by the job that asked,
 * after it went into the cache.
 */
export interface Endpoints {
  stockSnapshot(symbol: string, asking: Asking): Promise<unknown>;
  unifiedSnapshot(symbol: string, asking: Asking): Promise<unknown>;
  previousClose(symbol: string, asking: Asking): Promise<unknown>;
  /** All pages of one expiration's chain, as one list of raw rows. */
  optionChain(underlying: string, expiration: string, asking: Asking): Promise<RawRows>;
  aggregates(query: AggregatesQuery, asking: Asking): Promise<RawRows>;
  marketNow(asking: Asking): Promise<unknown>;
  marketUpcoming(asking: Asking): Promise<unknown>;
  isWorthAsking(endpoint: keyof typeof templates): boolean;
}

export interface RawRows {
  rows: unknown[];
  cutShort: Paginated<unknown>['cutShort'];
  isDelayed: boolean;
}

export interface AggregatesQuery {
  symbol: string;
  timeframe: Timeframe;
  /** New York dates, both included. */
  from: string;
  to: string;
}

/** Paths as they are logged and counted; `{…}` stands for what differs from call to call. */
export const templates = {
  stockSnapshot: '/v2/snapshot/locale/us/markets/stocks/tickers/{ticker}',
  unifiedSnapshot: '/v3/snapshot',
  previousClose: '/v2/aggs/ticker/{ticker}/prev',
  optionChain: '/v3/snapshot/options/{underlying}',
  aggregates: '/v2/aggs/ticker/{ticker}/range/{multiplier}/{timespan}',
  marketNow: '/v1/marketstatus/now',
  marketUpcoming: '/v1/marketstatus/upcoming',
} as const;

const spans: Record<Timeframe, string> = {
  daily: '1/day',
  '1hour': '1/hour',
  '15min': '15/minute',
  '1min': '1/minute',
};

const listBody = z.looseObject({
  status: z.string().nullish(),
  results: z.array(z.unknown()).nullish(),
  next_url: z.unknown().optional(),
});

export function createEndpoints(http: Http, capabilities: Capabilities): Endpoints {
  const ask = (name: keyof typeof templates, target: string, asking: Asking) =>
    capabilities.learn(templates[name], () =>
      http.getJson({ endpoint: templates[name], target, priority: asking.priority, signal: asking.signal }),
    );

  const list = async (
    name: keyof typeof templates,
    target: string,
    asking: Asking,
    keyOf: (row: unknown) => string | null,
  ): Promise<RawRows> => {
    let isDelayed = false;
    const fetchPage = async (next: string): Promise<Page<unknown>> => {
      const body = listBody.safeParse(await ask(name, next, asking));
      if (!body.success) {
        throw new UpstreamError('malformed', `The API's answer makes no sense: ${refusal(body.error)}.`);
      }
      isDelayed ||= body.data.status === 'DELAYED';
      return { rows: body.data.results ?? [], nextUrl: body.data.next_url };
    };
    const { rows, cutShort } = await paginate(http.baseUrl, target, fetchPage, keyOf);
    return { rows, cutShort, isDelayed };
  };

  return {
    isWorthAsking: (name) => capabilities.isWorthAsking(templates[name]),
    stockSnapshot: (symbol, asking) =>
      ask(
        'stockSnapshot',
        `/v2/snapshot/locale/us/markets/stocks/tickers/${encodeURIComponent(symbol)}`,
        asking,
      ),
    unifiedSnapshot: (symbol, asking) =>
      ask('unifiedSnapshot', `/v3/snapshot?ticker.any_of=${encodeURIComponent(symbol)}&limit=10`, asking),
    previousClose: (symbol, asking) =>
      ask('previousClose', `/v2/aggs/ticker/${encodeURIComponent(symbol)}/prev?adjusted=true`, asking),
    optionChain: (underlying, expiration, asking) =>
      list(
        'optionChain',
        `/v3/snapshot/options/${encodeURIComponent(underlying)}?expiration_date=${expiration}&limit=250&sort=ticker&order=asc`,
        asking,
        tickerOf,
      ),
    // `limit` counts the base aggregates that bars are made of, so anything below the maximum cuts hours into pages.
    aggregates: ({ symbol, timeframe, from, to }, asking) =>
      list(
        'aggregates',
        `/v2/aggs/ticker/${encodeURIComponent(symbol)}/range/${spans[timeframe]}/${from}/${to}?adjusted=true&sort=asc&limit=50000`,
        asking,
        startOf,
      ),
    marketNow: (asking) => ask('marketNow', '/v1/marketstatus/now', asking),
    marketUpcoming: (asking) => ask('marketUpcoming', '/v1/marketstatus/upcoming', asking),
  };
}

function startOf(row: unknown): string | null {
  const start = (row as { t?: unknown } | null)?.t;
  return typeof start === 'number' ? String(start) : null;
}
