import type { Entitlement, Entitlements } from '../entitlement.ts';
import { bodyLimits, rowLimits } from '../http/body-limits.ts';
import type { Http } from '../http/http.ts';
import { type Page, paginate } from '../http/paginate.ts';
import { otherSymbol, UpstreamError } from '../http/upstream-error.ts';
import { contractOf, expirationOf } from '../parse/chain-row.ts';
import { refusal } from '../parse/fields.ts';
import { referencedContractOf } from '../parse/parse-contracts.ts';
import { type EndpointName, templates } from './endpoint-names.ts';
import { listBody, type ListBody, type ListRules } from './list-endpoint.ts';
import { notEntitled } from './plan-needs.ts';
import type {
  AggregatesQuery,
  AskedTimeframe,
  Asking,
  AssetClass,
  ExpirationsQuery,
  RawRows,
} from './queries.ts';

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

const spans: Record<AskedTimeframe, string> = {
  daily: '1/day',
  '15min': '15/minute',
  '1min': '1/minute',
};

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
