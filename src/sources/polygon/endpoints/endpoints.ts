import { isIndexTicker } from '../../../market/symbols/roots.ts';
import type { AssetClass } from '../../../market/symbols/asset-class.ts';
import type { Entitlement, Entitlements } from '../entitlement.ts';
import { rowLimits } from '../http/body-limits.ts';
import type { Http } from '../http/http.ts';
import { contractOf, expirationOf } from '../parse/options/chain-row.ts';
import { referencedContractOf } from '../parse/options/parse-contracts.ts';
import { createAskBars, createAskPastMinutes } from './ask-bars.ts';
import { createAsk } from './ask-endpoint.ts';
import { type EndpointName, templates } from './endpoint-names.ts';
import { createAskList } from './list-endpoint.ts';
import type { AggregatesQuery, Asking, ExpirationsQuery, PastContractsQuery, RawRows } from './queries.ts';

const { contracts: maxContracts, references: maxReferences } = rowLimits;

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
  /** Every contract of one expiration as they were listed on a past day, expired ones included. */
  pastContracts(query: PastContractsQuery, asking: Asking): Promise<RawRows>;
  /** The minutes of a past day of a stock or an index, not adjusted for splits. */
  pastMinutes(symbol: string, date: string, asking: Asking): Promise<RawRows>;
  /** The same of a contract, its symbol in the vendor's form; bought with another plan. */
  contractMinutes(contract: string, date: string, asking: Asking): Promise<RawRows>;
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

/** Asks through `http`; each function throws `UpstreamError`, `not-entitled` in the words of the plan that is needed. */
export function createEndpoints(http: Http, entitlements: Entitlements): Endpoints {
  const ask = createAsk(http, entitlements);
  const list = createAskList(http.baseUrl, ask);
  const bars = createAskBars(list);
  const minutes = createAskPastMinutes(list);
  const segment = encodeURIComponent;
  return {
    isWorthAsking: (name, isForced) => entitlements.isWorthAsking(templates[name], isForced),
    entitlement: (name) => entitlements.of(templates[name]),
    stockSnapshot: (symbol, asking) =>
      ask('stockSnapshot', `/v2/snapshot/locale/us/markets/stocks/tickers/${segment(symbol)}`, asking),
    unifiedSnapshot: (symbols, asking) =>
      ask('unifiedSnapshot', `/v3/snapshot?ticker.any_of=${segment(symbols)}&limit=${maxContracts}`, asking),
    previousClose: (symbol, asking) =>
      ask('previousClose', `/v2/aggs/ticker/${segment(symbol)}/prev?adjusted=true`, asking),
    optionChain: (underlying, expiration, asking) =>
      list(
        'optionChain',
        `/v3/snapshot/options/${segment(underlying)}?expiration_date=${expiration}&limit=${maxContracts}&sort=ticker&order=asc`,
        // In the order of tickers, those of a later expiration follow all of the one asked for: of one root, that is.
        {
          limit: maxContracts,
          keyOf: contractOf,
          isBeyond: (row) => !isIndexTicker(underlying) && (expirationOf(row) ?? '') > expiration,
        },
        asking,
      ),
    contracts: (underlying, expiration, asking) =>
      list(
        'contracts',
        `/v3/reference/options/contracts?underlying_ticker=${segment(referenceTicker(underlying))}&expiration_date=${expiration}&limit=${maxReferences}&sort=ticker&order=asc`,
        { limit: maxReferences, keyOf: referencedContractOf },
        asking,
      ),
    pastContracts: ({ underlying, expiration, asOf }, asking) =>
      list(
        'pastContracts',
        `/v3/reference/options/contracts?underlying_ticker=${segment(referenceTicker(underlying))}&expiration_date=${expiration}&as_of=${asOf}&limit=${maxReferences}&sort=ticker&order=asc`,
        { limit: maxReferences, keyOf: referencedContractOf },
        asking,
      ),
    pastMinutes: (symbol, date, asking) => minutes('pastMinutes', { symbol, date }, asking),
    contractMinutes: (symbol, date, asking) => minutes('contractMinutes', { symbol, date }, asking),
    expirations: ({ symbol, from, to, strikes }, asking) => {
      const near = strikes
        ? `&strike_price.gte=${strikes.low.toFixed(2)}&strike_price.lte=${strikes.high.toFixed(2)}`
        : '';
      return ask(
        'contracts',
        `/v3/reference/options/contracts?underlying_ticker=${segment(referenceTicker(symbol))}&contract_type=call&expiration_date.gte=${from}&expiration_date.lte=${to}${near}&limit=${maxReferences}&sort=expiration_date&order=asc`,
        asking,
      );
    },
    aggregates: (query, asking) => bars('aggregates', query, asking),
    minutesOfToday: (symbol, today, asking) =>
      bars('minutesOfToday', { symbol, timeframe: '1min', from: today, to: today }, asking),
    lastTrade: (symbol, asking) => ask('lastTrade', `/v2/last/trade/${segment(symbol)}`, asking),
    contractTrade: (contract, asking) => ask('contractTrade', `/v2/last/trade/${segment(contract)}`, asking),
    lastQuote: (symbol, asking) => ask('lastQuote', `/v2/last/nbbo/${segment(symbol)}`, asking),
    contractSnapshot: (underlying, contract, asking) =>
      ask('contractSnapshot', `/v3/snapshot/options/${segment(underlying)}/${segment(contract)}`, asking),
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

/** The contracts reference has indices without their `I:`, and lists nothing for `I:SPX`. */
function referenceTicker(symbol: string): string {
  return symbol.replace(/^I:/, '');
}
