import { remembered } from '../../../base/remembered.ts';
import type { StrikeRow } from '../../state/chain/chain-slice.ts';
import { byPriority, type ColumnSet } from './column-sets.ts';
import {
  ask,
  askSize,
  bid,
  bidSize,
  type ChainColumn,
  change,
  delta,
  gamma,
  last,
  mid,
  openInterest,
  quoteAge,
  spread,
  theta,
  turnover,
  vega,
  volatility,
  volume,
} from './chain-columns.ts';
import { midChange, openInterestChange, volatilityChange, volumeChange } from './change-columns.ts';

/** From the strike outwards. Bid stays left of ask on both sides, as a market is read. */
const outwards = [
  mid,
  midChange,
  bidSize,
  askSize,
  spread,
  quoteAge,
  last,
  change,
  volume,
  volumeChange,
  openInterest,
  openInterestChange,
  turnover,
  volatility,
  volatilityChange,
  delta,
  gamma,
  theta,
  vega,
];

/** The columns that fit, from left to right. */
export interface ChainColumns {
  calls: readonly ChainColumn[];
  puts: readonly ChainColumn[];
  /** Blanks beyond the outermost column on each side. */
  margin: number;
}

/** Order in which columns get spare cells: those whose numbers fill them first. */
const tightest = [
  volume,
  openInterest,
  delta,
  gamma,
  volatility,
  theta,
  vega,
  spread,
  last,
  bid,
  ask,
  bidSize,
  askSize,
  change,
  mid,
  quoteAge,
  midChange,
  volatilityChange,
  volumeChange,
  openInterestChange,
  turnover,
];

const maxSpare = 3;

/**
 * Cells that price columns need for this chain, a blank on the left included. Only columns that need more than usual
 * are in it.
 */
export const priceCells = remembered((strikes: readonly StrikeRow[], set: ColumnSet) => {
  const cells = new Map<ChainColumn, number>();
  const contracts = strikes.flatMap(({ call, put }) => [call, put]).filter((contract) => contract !== null);
  for (const column of byPriority[set].filter(({ isPrice }) => isPrice)) {
    const longest = contracts.reduce(
      (max, contract) => Math.max(max, column.text(contract, 0, true).length),
      0,
    );
    if (longest + 1 > column.width) cells.set(column, longest + 1);
  }
  return cells;
});

/** Columns that fit into `width` cells a side. Spare cells go between the columns first, then outside of them. */
export function chooseColumns(
  width: number,
  set: ColumnSet,
  needed: ReadonlyMap<ChainColumn, number> = new Map(),
): ChainColumns {
  const widths = new Map<ChainColumn, number>();
  let left = width;
  for (const column of byPriority[set]) {
    const cells = needed.get(column) ?? column.width;
    if (cells > left) break;
    widths.set(column, cells);
    left -= cells;
  }
  for (let spare = 0; spare < maxSpare; spare++) {
    for (const column of tightest) {
      const cells = widths.get(column);
      if (cells === undefined || left === 0) continue;
      widths.set(column, cells + 1);
      left -= 1;
    }
  }
  const chosen = (columns: readonly ChainColumn[]) =>
    columns.flatMap((column): ChainColumn[] => {
      const cells = widths.get(column);
      return cells === undefined ? [] : [{ ...column, width: cells }];
    });
  const market = chosen([bid, ask]);
  const rest = chosen(outwards);
  return { calls: [...rest.toReversed(), ...market], puts: [...market, ...rest], margin: left };
}
