import type { ContractState } from '../../recordings/session-rows.ts';
import { Damage } from '../files/archive-error.ts';
import type { DecodedColumn } from '../parquet/decoded-column.ts';
import { type ChainRow, chainTable } from '../tables/chain-table.ts';

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
  /** Memory that it takes, for whoever keeps it. */
  readonly bytes: number;
}

type Name = keyof ChainRow & string;
const names = Object.keys(chainTable.columns) as Name[];
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
    for (let index = 0; index < length; index += 1) {
      const row = start + index;
      const symbol = columns[places.symbol]!.at(index) as string;
      if (columns[places.expiration]!.at(index) !== expiration)
        throw new Damage(`mixes ${expiration} with others`);
      timestamps[row] = columns[places.timestamp]!.at(index) as number;
      listed[row] = columns[places.listed]!.at(index) === true ? 1 : 0;
      const last = contracts.at(-1);
      if (last?.symbol === symbol && timestamps[row]! > timestamps[row - 1]!) last.to = row + 1;
      else if (!last || last.symbol < symbol) contracts.push({ symbol, from: row, to: row + 1 });
      else throw new Damage(`does not have the states of ${symbol} in order`);
    }
    start += length;
  }
  const columnBytes = groups.flat().reduce((sum, column) => sum + column.bytes, 0);
  return {
    ...{ expiration, rows, contracts, timestamps, listed },
    bytes: columnBytes + timestamps.byteLength + listed.byteLength,
    state(row) {
      if (!(row >= 0 && row < rows)) throw new RangeError(`Expected a row below ${rows}, got ${row}`);
      const group = starts.findLastIndex((first) => first <= row);
      return stateOf(groups[group]!, row - starts[group]!);
    },
  };
}

/** The symbol of the last row of a row group. */
export function lastSymbolOf(columns: readonly DecodedColumn[]): string {
  const symbols = columns[places.symbol]!;
  return symbols.at(symbols.length - 1) as string;
}

function stateOf(columns: readonly DecodedColumn[], index: number): ContractState {
  const flat: Record<string, unknown> = {};
  for (const [place, name] of names.entries()) flat[name] = columns[place]!.at(index);
  return chainTable.row(flat as ChainRow);
}
