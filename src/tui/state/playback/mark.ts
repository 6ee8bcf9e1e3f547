import type { Levels } from '../../../market/levels/levels.ts';
import type { Chain } from '../../../market/quotes/chain.ts';
import type { ColumnSet } from '../../panes/chain/column-sets.ts';

/** What was known at a mark of one symbol and expiration; `null` where that was not recorded by then. */
export interface MarkedValues {
  symbol: string;
  expiration: string;
  chain: Chain | null;
  levels: Levels | null;
}

/** An instant of a recording that others are compared with. */
export interface Mark {
  /** Epoch ms. */
  at: number;
  /** Of the chain that was asked about last; `null` before the first. */
  values: MarkedValues | null;
  /** The columns that the chain had before it was compared. */
  columns: ColumnSet;
}

/** Whether values are of the chain on screen: those of another one are never compared with it. */
export function areOf(values: MarkedValues | null, chain: Chain): values is MarkedValues {
  return values?.symbol === chain.underlying && values.expiration === chain.expiration;
}

/** The columns of the chain once a mark was set or cleared: changes while there is one, then those of before again. */
export function columnsByMark(columns: ColumnSet, was: Mark | null, is: Mark | null): ColumnSet {
  if (is) return is.at === was?.at ? columns : 'changes';
  return was && columns === 'changes' ? was.columns : columns;
}
