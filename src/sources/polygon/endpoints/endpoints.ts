import * as z from 'zod';
import type { Timeframe } from '../../../market/quotes/bar.ts';
import { bodyLimits, rowLimits } from '../http/body-limits.ts';
import type { Priority } from '../budget.ts';
import type { Entitlements, Entitlement } from '../entitlement.ts';
import { type EndpointName, templates } from './endpoint-names.ts';
import { refusal } from '../parse/fields.ts';
import type { Http } from '../http/http.ts';
import { type Page, type Paginated, type PagingRules, paginate } from '../http/paginate.ts';
import { contractOf, expirationOf } from '../parse/parse-chain.ts';
import { referencedContractOf } from '../parse/parse-contracts.ts';
import { otherSymbol, UpstreamError } from '../http/upstream-error.ts';

export interface Asking {
  priority: Priority;
  signal?: AbortSignal | undefined;
  /** Called whenever a request may go out, and when it has been answered or has failed. */
  onProgress?: (() => void) | undefined;
}

/**
 * One function an endpoint, each answering with the body as it came: what is in it is parsed by the job that asked,
 * after it went into the cache.
 */
export interface Endpoints {
  stockSnapshot(symbol: string, asking: Asking): Promise<unknown>;
  /** Of one symbol, or of several with commas between them. */
  unifiedSnapshot(symbols: string, asking: Asking): Promise<unknown>;
  previousClose(symbol: string, asking: Asking): Promise<unknown>;
  /** All pages of one expiration's chain, as one list of raw rows. */
  optionChain(underlying: string, expiration: string, asking: Asking): Promise<RawRows>;
  /** Every contract of one expiration by name and strike, which every plan may list. */
  contracts(underlying: string, expiration: string, asking: Asking): Promise<RawRows>;
  /** A page of the calls that are listed, the nearest expirations first: enough to learn the dates from. */
  expirations(query: ExpirationsQuery, asking: Asking): Promise<unknown>;
  aggregates(query: AggregatesQuery, asking: Asking): Promise<RawRows>;
  /** The minutes of a day that is not over, which not every plan gives. */
  minutesOfToday(symbol: string, today: string, asking: Asking): Promise<RawRows>;
  /** The last trade of a stock. */
  lastTrade(symbol: string, asking: Asking): Promise<unknown>;
  /** The last trade of a contract, which is bought with another plan; its symbol in the vendor's form. */
  contractTrade(contract: string, asking: Asking): Promise<unknown>;
  /** The best bid and offer of a stock. */
  lastQuote(symbol: string, asking: Asking): Promise<unknown>;
  contractSnapshot(underlying: string, contract: string, asking: Asking): Promise<unknown>;
  /** Names of the numbers that trades and quotes carry. */
  exchanges(assetClass: AssetClass, asking: Asking): Promise<unknown>;
  tradeConditions(assetClass: AssetClass, asking: Asking): Promise<unknown>;
  marketNow(asking: Asking): Promise<unknown>;
  marketUpcoming(asking: Asking): Promise<unknown>;
  /** With `isForced` whatever is known of the plan. */
  isWorthAsking(endpoint: EndpointName, isForced?: boolean): boolean;
  entitlement(endpoint: EndpointName): Entitlement | null;
}

export interface RawRows {
  rows: unknown[];
  cutShort: Paginated<unknown>['cutShort'];
  isDelayed: boolean;
  /** Requests that it took. */
  pages: number;
}

export type AssetClass = 'stocks' | 'options';

export interface ExpirationsQuery {
  symbol: string;
  /** New York dates, both included. */
  from: string;
  to: string;
  /** Strikes asked for; `null` for all. */
  strikes: StrikeBand | null;
}

/** In dollars, both included. */
export interface StrikeBand {
  low: number;
  high: number;
}

/** What is asked for; hours are made of quarters, since the vendor's first one holds half an hour of the pre-market. */
export type AskedTimeframe = Exclude<Timeframe, '1hour'>;

export interface AggregatesQuery {
  symbol: string;
  timeframe: AskedTimeframe;
  /** New York dates, both included. */
  from: string;
  to: string;
}

const endpointNames = Object.keys(templates) as EndpointName[];

/** What needs more than the smallest plan, and which plan that is; the rest is open to every plan. */
const needs: Partial<Record<EndpointName, string>> = {
  optionChain:
    "The options chain needs the Options Starter plan or larger; this key's plan does not include it.",
  contractSnapshot:
    "A contract's snapshot needs the Options Starter plan or larger; this key's plan does not include it.",
  contractTrade:
    "A contract's last trade needs the Options Developer plan or larger; this key's plan does not include it.",
  stockSnapshot: "Live prices need the Stocks Starter plan or larger; this key's plan does not include them.",
  unifiedSnapshot:
    "Live prices need the Stocks Starter plan or larger; this key's plan does not include them.",
  lastTrade: "The last trade needs the Stocks Developer plan or larger; this key's plan does not include it.",
  lastQuote: "The best bid and offer needs the Stocks Advanced plan; this key's plan does not include it.",
};

/** Which plan includes an endpoint, as a sentence; `null` where every plan does. */
export function planFor(template: string): string | null {
  const name = endpointNames.find((candidate) => templates[candidate] === template);
  const sentence = name && needs[name];
  return sentence ? `${sentence.split(';')[0]}.` : null;
}

/** A refusal in the words of the plan that would not refuse. */
export function notEntitled(name: EndpointName, cause: { message: string | null } | null): UpstreamError {
  const message = needs[name] ?? cause?.message ?? "This key's plan does not include this.";
  return new UpstreamError('not-entitled', message, { cause });
}

const spans: Record<AskedTimeframe, string> = {
  daily: '1/day',
  '15min': '15/minute',
  '1min': '1/minute',
};

const listBody = z.looseObject({
  status: z.string().nullish(),
  results: z.array(z.unknown()).nullish(),
  next_url: z.unknown().optional(),
  /** Of aggregates. */
  ticker: z.unknown().optional(),
  adjusted: z.unknown().optional(),
});
type ListBody = z.output<typeof listBody>;

interface ListRules extends PagingRules<unknown> {
  limit: number;
  /** @throws UpstreamError `malformed` for an answer to another question */
  checkBody?: (body: ListBody) => void;
}

export function createEndpoints(http: Http, entitlements: Entitlements): Endpoints {
  const ask = async (name: EndpointName, target: string, asking: Asking) => {
    const endpoint = templates[name];
    const { priority, signal, onProgress } = asking;
    try {
      return await entitlements.learn(endpoint, () =>
        http.getJson({ endpoint, target, priority, signal, onProgress, limits: bodyLimits[name] }),
      );
    } catch (error) {
      const isRefusal = error instanceof UpstreamError && error.failure === 'not-entitled';
      throw isRefusal ? notEntitled(name, error) : error;
    }
  };

  const list = async (
    name: EndpointName,
    target: string,
    rules: ListRules,
    asking: Asking,
  ): Promise<RawRows> => {
    const { checkBody } = rules;
    let isDelayed = false;
    const fetchPage = async (next: string): Promise<Page<unknown>> => {
      const body = listBody.safeParse(await ask(name, next, asking));
      if (!body.success) {
        throw new UpstreamError('malformed', `The API's answer makes no sense: ${refusal(body.error)}.`);
      }
      const { status, results } = body.data;
      checkBody?.(body.data);
      isDelayed ||= status === 'DELAYED';
      return { rows: results ?? [], nextUrl: body.data.next_url };
    };
    const { rows, cutShort, pages } = await paginate(http.baseUrl, target, fetchPage, rules);
    return { rows, cutShort, isDelayed, pages };
  };

  // `limit` counts the base aggregates that bars are made of, so less than the maximum cuts hours into pages.
  const bars = (
    name: EndpointName,
    { symbol, timeframe, from, to }: AggregatesQuery,
    asking: Asking,
  ): Promise<RawRows> =>
    list(
      name,
      `/v2/aggs/ticker/${encodeURIComponent(symbol)}/range/${spans[timeframe]}/${from}/${to}?adjusted=true&sort=asc&limit=${maxBars}`,
      { limit: maxBars, keyOf: startOf, checkBody: (body) => checkBars(body, symbol) },
      asking,
    );

  return {
    isWorthAsking: (name, isForced) => entitlements.isWorthAsking(templates[name], isForced),
    entitlement: (name) => entitlements.of(templates[name]),
    stockSnapshot: (symbol, asking) =>
      ask(
        'stockSnapshot',
        `/v2/snapshot/locale/us/markets/stocks/tickers/${encodeURIComponent(symbol)}`,
        asking,
      ),
    unifiedSnapshot: (symbols, asking) =>
      ask(
        'unifiedSnapshot',
        `/v3/snapshot?ticker.any_of=${encodeURIComponent(symbols)}&limit=${maxContracts}`,
        asking,
      ),
    previousClose: (symbol, asking) =>
      ask('previousClose', `/v2/aggs/ticker/${encodeURIComponent(symbol)}/prev?adjusted=true`, asking),
    optionChain: (underlying, expiration, asking) =>
      list(
        'optionChain',
        `/v3/snapshot/options/${encodeURIComponent(underlying)}?expiration_date=${expiration}&limit=${maxContracts}&sort=ticker&order=asc`,
        // In the order of tickers, those of a later expiration follow all of the one asked for.
        {
          limit: maxContracts,
          keyOf: contractOf,
          isBeyond: (row) => (expirationOf(row) ?? '') > expiration,
        },
        asking,
      ),
    contracts: (underlying, expiration, asking) =>
      list(
        'contracts',
        `/v3/reference/options/contracts?underlying_ticker=${encodeURIComponent(underlying)}&expiration_date=${expiration}&limit=${maxReferences}&sort=ticker&order=asc`,
        { limit: maxReferences, keyOf: referencedContractOf },
        asking,
      ),
    expirations: ({ symbol, from, to, strikes }, asking) => {
      const near = strikes
        ? `&strike_price.gte=${strikes.low.toFixed(2)}&strike_price.lte=${strikes.high.toFixed(2)}`
        : '';
      return ask(
        'contracts',
        `/v3/reference/options/contracts?underlying_ticker=${encodeURIComponent(symbol)}&contract_type=call&expiration_date.gte=${from}&expiration_date.lte=${to}${near}&limit=${maxReferences}&sort=expiration_date&order=asc`,
        asking,
      );
    },
    aggregates: (query, asking) => bars('aggregates', query, asking),
    minutesOfToday: (symbol, today, asking) =>
      bars('minutesOfToday', { symbol, timeframe: '1min', from: today, to: today }, asking),
    lastTrade: (symbol, asking) => ask('lastTrade', `/v2/last/trade/${encodeURIComponent(symbol)}`, asking),
    contractTrade: (contract, asking) =>
      ask('contractTrade', `/v2/last/trade/${encodeURIComponent(contract)}`, asking),
    lastQuote: (symbol, asking) => ask('lastQuote', `/v2/last/nbbo/${encodeURIComponent(symbol)}`, asking),
    contractSnapshot: (underlying, contract, asking) =>
      ask(
        'contractSnapshot',
        `/v3/snapshot/options/${encodeURIComponent(underlying)}/${encodeURIComponent(contract)}`,
        asking,
      ),
    exchanges: (assetClass, asking) =>
      ask('exchanges', `/v3/reference/exchanges?asset_class=${assetClass}&locale=us`, asking),
    tradeConditions: (assetClass, asking) =>
      ask(
        'tradeConditions',
        `/v3/reference/conditions?asset_class=${assetClass}&data_type=trade&limit=${maxReferences}`,
        asking,
      ),
    marketNow: (asking) => ask('marketNow', '/v1/marketstatus/now', asking),
    marketUpcoming: (asking) => ask('marketUpcoming', '/v1/marketstatus/upcoming', asking),
  };
}

const { contracts: maxContracts, references: maxReferences, bars: maxBars } = rowLimits;

/** What is not text, or absent, says nothing of whose bars these are. */
function checkBars({ ticker, adjusted }: ListBody, symbol: string): void {
  if (typeof ticker === 'string' && ticker !== symbol) throw otherSymbol(symbol);
  if (adjusted === false)
    throw new UpstreamError('malformed', 'The API sent bars that are not adjusted for splits.');
}

function startOf(row: unknown): string | null {
  const start = (row as { t?: unknown } | null)?.t;
  return typeof start === 'number' ? String(start) : null;
}
