import { remembered } from '../../../base/remembered.ts';
import type { OptionQuote } from '../../../market/quotes/chain.ts';
import {
  type FilteredRow,
  type FilterProblem,
  filterStrikes,
  needsSpot,
  parseFilter,
} from './chain-filter.ts';
import type { ChainSlice } from './chain-slice.ts';

export const chainSorts = ['strike', 'volume', 'openInterest', 'volatility', 'change'] as const;
/** The order of the strikes. */
export type ChainSort = (typeof chainSorts)[number];

export const sortLabels: Record<ChainSort, string> = {
  strike: 'strike',
  volume: 'volume',
  openInterest: 'open interest',
  volatility: 'IV',
  change: 'change',
};

/** The column that an order is by. */
export const sortColumns: Partial<Record<ChainSort, string>> = {
  volume: 'volume',
  openInterest: 'open-interest',
  volatility: 'volatility',
  change: 'change',
};

/** Last trade against the previous close, in dollars. */
export function changeOfContract({ last, previousClose }: OptionQuote): number | null {
  return last === null || previousClose === null ? null : last - previousClose;
}

type Ranking = Exclude<ChainSort, 'strike'>;

const figureOf: Record<Ranking, (contract: OptionQuote) => number | null> = {
  volume: ({ volume }) => volume,
  openInterest: ({ openInterest }) => openInterest,
  volatility: ({ impliedVolatility }) => impliedVolatility,
  change: (contract) => {
    const change = changeOfContract(contract);
    return change === null ? null : Math.abs(change);
  },
};

/** Volume and open interest of call and put add up; of volatility and change the larger one counts. */
const addsUp: Record<Ranking, boolean> = {
  volume: true,
  openInterest: true,
  volatility: false,
  change: false,
};

/** The value that a strike is ranked by; `null` where neither contract has one. */
export function rankValue({ call, put, out }: FilteredRow, sort: Ranking): number | null {
  const sides = [out === 'call' ? null : call, out === 'put' ? null : put];
  const values = sides.flatMap((contract) => (contract ? (figureOf[sort](contract) ?? []) : []));
  if (values.length === 0) return null;
  return addsUp[sort] ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values);
}

/** The strikes of a chain as they are listed: those that pass the filter, in the order chosen. */
export interface ChainListing {
  rows: readonly FilteredRow[];
  /** Where the spot's line stands between the strikes; `null` in a ranking, where there is no such place. */
  spot: number | null;
  /** In another order than that of the strikes. */
  isRanked: boolean;
  sort: ChainSort;
  isFiltered: boolean;
  problem: FilterProblem | null;
  /** The filter asks for moneyness, and no price of the underlying is known. */
  isMoneyUnknown: boolean;
  /** Strikes of the chain. */
  total: number;
}

/** Lists a chain. A ranking has the largest value first, strikes without a value last, equal ones by strike. */
export const chainListing = remembered(makeListing);

function makeListing(slice: ChainSlice, filterText: string, sort: ChainSort): ChainListing {
  const spot = slice.chain.underlyingPrice;
  const filter = parseFilter(filterText);
  let rows = filterStrikes(slice.strikes, spot, filter);
  if (sort !== 'strike') {
    const ranked = rows.map((row) => ({ row, value: rankValue(row, sort) ?? Number.NEGATIVE_INFINITY }));
    ranked.sort((a, b) => (a.value === b.value ? a.row.strike - b.row.strike : a.value < b.value ? 1 : -1));
    rows = ranked.map(({ row }) => row);
  }
  return {
    rows,
    spot: sort === 'strike' ? spot : null,
    isRanked: sort !== 'strike',
    sort,
    isFiltered: filter.terms.length > 0,
    problem: filter.problem,
    isMoneyUnknown: spot === null && needsSpot(filter),
    total: slice.strikes.length,
  };
}

/** The rows as `visibleRows` and `moveSelection` take them. */
export const rowsOf = ({ rows, spot, isRanked }: ChainListing) => ({ strikes: rows, spot, isRanked });
