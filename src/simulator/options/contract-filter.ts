import { addDays, newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { SimulatedMarket } from '../exchange.ts';
import type { Instrument } from '../instruments/instrument.ts';
import type { Contract } from './option-listing.ts';

/** What a list of contracts is narrowed to, in which order, and where the page begins. */
export interface ContractQuery {
  /** The earliest expiration that may be kept; `null` where nothing says so. */
  oldestExpiration: string | null;
  keepsExpiration: (expiration: string) => boolean;
  keepsContract: (contract: Contract) => boolean;
  /** `expiration_date` and `strike_price`; anything else orders by ticker. */
  sort: string;
  isDescending: boolean;
  limit: number;
  /** Ticker of the last contract of the page before; `null` on the first page. */
  after: string | null;
}

interface QueryRules {
  /** Name of the vendor's parameter struct, which its error texts show. */
  struct: string;
  largestLimit: number;
  /** Values of `sort` that the endpoint takes. */
  sorts: readonly string[];
}

/** Reads the filters of the chain and of the contracts reference. A text is the vendor's error. */
export function readContractQuery(query: URLSearchParams, rules: QueryRules): ContractQuery | string {
  const invalid = (field: string, tag: string) =>
    `Failed to parse query parameters from URL: Key: '${rules.struct}.${field}' Error:Field validation for '${field}' failed on the '${tag}' tag`;
  const limit = Number(query.get('limit') ?? 10);
  if (!Number.isInteger(limit) || limit < 1) return invalid('Limit', 'min');
  if (limit > rules.largestLimit) return invalid('Limit', 'max');
  const sort = query.get('sort') || 'ticker';
  if (!rules.sorts.includes(sort)) return invalid('Sort', 'oneof');
  const order = query.get('order') || 'asc';
  if (order !== 'asc' && order !== 'desc') return invalid('Order', 'oneof');
  const contractType = query.get('contract_type');
  if (contractType && !['call', 'put', 'other'].includes(contractType))
    return invalid('ContractType', 'oneof');

  const strikes = readRange(query, 'strike_price', Number);
  const expirations = readRange(query, 'expiration_date', String);
  if (strikes.some(({ value }) => Number.isNaN(value))) return invalid('StrikePrice', 'numeric');
  const oldest = ['', '.gte', '.gt'].flatMap((suffix) => query.get(`expiration_date${suffix}`) || []);
  return {
    oldestExpiration: oldest.toSorted().at(-1) ?? null,
    keepsExpiration: (expiration) => expirations.every(({ holds, value }) => holds(expiration, value)),
    keepsContract: ({ strike, optionType }) =>
      (!contractType || contractType === optionType) &&
      strikes.every(({ holds, value }) => holds(strike, value)),
    sort,
    isDescending: order === 'desc',
    limit,
    after: query.get('ap'),
  };
}

type Comparison = <T extends string | number>(left: T, right: T) => boolean;

const comparisons: Record<string, Comparison> = {
  '': (left, right) => left === right,
  '.gte': (left, right) => left >= right,
  '.gt': (left, right) => left > right,
  '.lte': (left, right) => left <= right,
  '.lt': (left, right) => left < right,
};

function readRange<T extends string | number>(
  query: URLSearchParams,
  name: string,
  read: (text: string) => T,
) {
  return Object.entries(comparisons).flatMap(([suffix, holds]) => {
    const text = query.get(name + suffix);
    return text === null || text === ''
      ? []
      : [{ holds: holds as (left: T, right: T) => boolean, value: read(text) }];
  });
}

/** How far back expired contracts go where the query names no expiration. */
const expiredDays = 30;

/**
 * Every contract that a query leaves of those listed on a date, or of those that had expired by then. Contracts come in
 * the order of tickers by themselves.
 */
export function selectContracts(
  { chains: { listing } }: SimulatedMarket,
  instrument: Instrument,
  date: string,
  query: ContractQuery,
  isExpired = false,
): Contract[] {
  const oldest = query.oldestExpiration ?? addDays(date, -expiredDays);
  const series = isExpired ? listing.expired(instrument, oldest, date) : listing.series(instrument, date);
  return series
    .filter(({ expiration }) => query.keepsExpiration(expiration))
    .flatMap((kept) => listing.contractsBy(kept, date).filter(query.keepsContract));
}

/** One page of contracts. */
export interface ContractPage {
  contracts: Contract[];
  /** Ticker to go on after; `null` on the last page. */
  next: string | null;
}

/** Sorts and cuts out the page that a query asks for. */
export function pageOf(
  simulated: SimulatedMarket,
  contracts: Contract[],
  query: ContractQuery,
): ContractPage {
  const compare = comparisonOf(query);
  const isByTicker = query.sort !== 'strike_price' && query.sort !== 'expiration_date';
  const isNatural = isByTicker && !query.isDescending;
  const sorted = isNatural ? contracts : contracts.toSorted(compare);
  const last = query.after === null ? null : simulated.chains.listing.find(query.after);
  const found = last ? sorted.findIndex((contract) => compare(contract, last) > 0) : 0;
  const from = found === -1 ? sorted.length : found;
  const page = sorted.slice(from, from + query.limit);
  return { contracts: page, next: from + query.limit < sorted.length ? (page.at(-1)?.ticker ?? null) : null };
}

function comparisonOf({ sort, isDescending }: ContractQuery): (a: Contract, b: Contract) => number {
  const direction = isDescending ? -1 : 1;
  const byTicker = (a: Contract, b: Contract) => (a.ticker < b.ticker ? -1 : a.ticker > b.ticker ? 1 : 0);
  return (a, b) => {
    const first =
      sort === 'strike_price'
        ? a.strike - b.strike
        : sort === 'expiration_date'
          ? a.expiration.localeCompare(b.expiration)
          : 0;
    return direction * (first || byTicker(a, b));
  };
}

/** The date for which contracts count as listed at an instant. */
export function listingDate(at: number): string {
  return newYorkDate(at);
}
