/** Paths as they are logged and counted; `{…}` stands for what differs from call to call. */
export const templates = {
  stockSnapshot: '/v2/snapshot/locale/us/markets/stocks/tickers/{ticker}',
  unifiedSnapshot: '/v3/snapshot',
  previousClose: '/v2/aggs/ticker/{ticker}/prev',
  optionChain: '/v3/snapshot/options/{underlying}',
  contracts: '/v3/reference/options/contracts',
  pastContracts: '/v3/reference/options/contracts/{as_of}',
  aggregates: '/v2/aggs/ticker/{ticker}/range/{multiplier}/{timespan}',
  pastMinutes: '/v2/aggs/ticker/{ticker}/range/1/minute/{date}',
  contractMinutes: '/v2/aggs/ticker/{contract}/range/1/minute/{date}',
  minutesOfToday: '/v2/aggs/ticker/{ticker}/range/1/minute/{today}',
  lastTrade: '/v2/last/trade/{ticker}',
  contractTrade: '/v2/last/trade/{contract}',
  lastQuote: '/v2/last/nbbo/{ticker}',
  contractSnapshot: '/v3/snapshot/options/{underlying}/{contract}',
  exchanges: '/v3/reference/exchanges',
  tradeConditions: '/v3/reference/conditions',
  marketNow: '/v1/marketstatus/now',
  marketUpcoming: '/v1/marketstatus/upcoming',
} as const;

/** Names of what is asked of the API. */
export type EndpointName = keyof typeof templates;
