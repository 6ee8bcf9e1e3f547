import type { OptionQuote } from '../../market/quotes/chain.ts';
import type { ContractState } from '../../recordings/session-rows.ts';
import { Damage } from '../files/archive-error.ts';
import type { DecodedColumn } from '../parquet/decoded-column.ts';
import { type ChainRow, chainTable, quoteOf } from '../tables/chain-table.ts';
import { rowViews } from './row-views.ts';

/** A contract of a chain, and which rows its states are: from `from` up to, not including, `to`, oldest first. */
export interface ContractRows {
  symbol: string;
  from: number;
  to: number;
}

/** The states of the contracts of one expiration on one date, packed by column: some 120 bytes a row. */
export interface ChainColumns {
  readonly expiration: string;
  readonly rows: number;
  /** By symbol. */
  readonly contracts: readonly ContractRows[];
  /** Epoch ms of each row's poll. */
  readonly timestamps: Float64Array;
  /** 1 where the row says that the contract is listed, 0 where it says that it is missing from then on. */
  readonly listed: Uint8Array;
  /** The state of a row. */
  state(row: number): ContractState;
  /** The same without what is the poll's. */
  quote(row: number): OptionQuote;
  /** Memory that it takes, for whoever keeps it. */
  readonly bytes: number;
}

type Name = keyof ChainRow & string;
const names = Object.keys(chainTable.columns) as Name[];
const viewOf = rowViews(chainTable.columns);
const placeOf = (name: Name) => names.indexOf(name);
const places = {
  symbol: placeOf('symbol'),
  expiration: placeOf('expiration'),
  timestamp: placeOf('timestamp'),
  listed: placeOf('is_listed'),
};

/**
 * Puts row groups of one expiration together.
 *
 * Throws `Damage` where they are not in the order of symbols and times, or are of another expiration.
 */
export function chainColumnsOf(expiration: string, groups: readonly DecodedColumn[][]): ChainColumns {
  const rows = groups.reduce((sum, [column]) => sum + column!.length, 0);
  const timestamps = new Float64Array(rows);
  const listed = new Uint8Array(rows);
  const contracts: ContractRows[] = [];
  /** First row of each group. */
  const starts: number[] = [];
  let start = 0;
  for (const columns of groups) {
    starts.push(start);
    const { length } = columns[0]!;
    const [symbols, expirations] = [columns[places.symbol]!, columns[places.expiration]!];
    const [times, listings] = [columns[places.timestamp]!, columns[places.listed]!];
    let last = contracts.at(-1);
    for (let index = 0; index < length; index += 1) {
      const row = start + index;
      const symbol = symbols.at(index) as string;
      if (expirations.at(index) !== expiration) throw new Damage(`mixes ${expiration} with others`);
      timestamps[row] = times.at(index) as number;
      listed[row] = listings.at(index) === true ? 1 : 0;
      if (last?.symbol === symbol && timestamps[row]! > timestamps[row - 1]!) last.to = row + 1;
      else if (!last || last.symbol < symbol) {
        last = { symbol, from: row, to: row + 1 };
        contracts.push(last);
      } else throw new Damage(`does not have the states of ${symbol} in order`);
    }
    start += length;
  }
  const columnBytes = groups.flat().reduce((sum, column) => sum + column.bytes, 0);
  const views = groups.map(viewOf);
  /** The row as a flat one, until the next row is asked for. */
  const flat = (row: number): ChainRow => {
    if (!(row >= 0 && row < rows)) throw new RangeError(`Expected a row below ${rows}, got ${row}`);
    let group = starts.length - 1;
    while (starts[group]! > row) group -= 1;
    return views[group]!(row - starts[group]!);
  };
  return {
    ...{ expiration, rows, contracts, timestamps, listed },
    bytes: columnBytes + timestamps.byteLength + listed.byteLength,
    state: (row) => chainTable.row(flat(row)),
    quote: (row) => quoteOf(flat(row)),
  };
}

/** The symbol of the last row of a row group. */
export function lastSymbolOf(columns: readonly DecodedColumn[]): string {
  const symbols = columns[places.symbol]!;
  return symbols.at(symbols.length - 1) as string;
}
