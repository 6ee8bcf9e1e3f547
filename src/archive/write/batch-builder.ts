import type { Batch } from '../parquet/table-writer.ts';
import type { Columns, Flat, Table, Value } from '../tables/column.ts';
import { packedColumn } from './packed-column.ts';

/** Packs rows of a table by column: some 150 bytes a row of the chain, outside of the heap. As objects they take several times as much. */
export interface BatchBuilder<R> {
  /** Rows since the last batch was taken. */
  rows(): number;
  /** Throws `TypeError` at a value that is none of its column's kind. */
  add(row: R): void;
  /** All rows since the last time. The batch lasts until the next row is added: its memory is used again. */
  take(): Batch;
}

export function createBatchBuilder<R, C extends Columns>({ columns, flat }: Table<R, C>): BatchBuilder<R> {
  const names = Object.keys(columns);
  const packed = names.map((name) => packedColumn(name, columns[name]!));
  let isTaken = false;
  return {
    rows: () => (isTaken ? 0 : packed[0]!.length),
    add(row) {
      if (isTaken) for (const column of packed) column.clear();
      isTaken = false;
      const values: Flat<C> = flat(row);
      for (const [index, name] of names.entries()) packed[index]!.add(values[name as keyof C] as Value);
    },
    take() {
      isTaken = true;
      return packed;
    },
  };
}
