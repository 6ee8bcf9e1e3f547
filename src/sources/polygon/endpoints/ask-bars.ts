import { rowLimits } from '../http/body-limits.ts';
import { otherSymbol, UpstreamError } from '../http/upstream-error.ts';
import type { EndpointName } from './endpoint-names.ts';
import type { AskList, ListBody } from './list-endpoint.ts';
import type { AggregatesQuery, AskedTimeframe, Asking, RawRows } from './queries.ts';

const spans: Record<AskedTimeframe, string> = {
  daily: '1/day',
  '15min': '15/minute',
  '1min': '1/minute',
};

/** Asks for all bars of a query. @throws UpstreamError */
export type AskBars = (name: EndpointName, query: AggregatesQuery, asking: Asking) => Promise<RawRows>;

/** A path of the minutes of one day. */
const minutesPath = (symbol: string, date: string) =>
  `/v2/aggs/ticker/${encodeURIComponent(symbol)}/range/1/minute/${date}/${date}`;

/** Asks for the minutes of one past day as they were traded. @throws UpstreamError */
export type AskPastMinutes = (
  name: EndpointName,
  query: { symbol: string; date: string },
  asking: Asking,
) => Promise<RawRows>;

/** The minutes are not adjusted for splits, since the strikes of that day are not. */
export function createAskPastMinutes(askList: AskList): AskPastMinutes {
  const limit = rowLimits.bars;
  return (name, { symbol, date }, asking) =>
    askList(
      name,
      `${minutesPath(symbol, date)}?adjusted=false&sort=asc&limit=${limit}`,
      { limit, keyOf: contentOf, checkBody: ({ ticker }) => checkTicker(ticker, symbol) },
      asking,
    );
}

/** Bars are adjusted for splits and come in ascending order. */
export function createAskBars(askList: AskList): AskBars {
  // `limit` counts the base aggregates that bars are made of, so less than the maximum cuts hours into pages.
  const limit = rowLimits.bars;
  return (name, { symbol, timeframe, from, to }, asking) =>
    askList(
      name,
      `/v2/aggs/ticker/${encodeURIComponent(symbol)}/range/${spans[timeframe]}/${from}/${to}?adjusted=true&sort=asc&limit=${limit}`,
      { limit, keyOf: startOf, checkBody: (body) => checkBars(body, symbol) },
      asking,
    );
}

/** What is not text, or absent, says nothing of whose bars these are. */
function checkBars({ ticker, adjusted }: ListBody, symbol: string): void {
  checkTicker(ticker, symbol);
  if (adjusted === false)
    throw new UpstreamError('malformed', 'The API sent bars that are not adjusted for splits.');
}

function checkTicker(ticker: unknown, symbol: string): void {
  if (typeof ticker === 'string' && ticker !== symbol) throw otherSymbol(symbol);
}

/** A minute that comes twice was corrected: both are kept here, and the later one counts. */
function contentOf(row: unknown): string | null {
  return startOf(row) === null ? null : JSON.stringify(row);
}

function startOf(row: unknown): string | null {
  const start = (row as { t?: unknown } | null)?.t;
  return typeof start === 'number' ? String(start) : null;
}
