import type { DecodedColumn } from '../parquet/decoded-column.ts';
import type { Columns, Flat } from '../tables/column.ts';

/** Rows of a row group as flat ones: the same object each time, which is the row that was asked for last. */
export type RowView<C extends Columns> = (index: number) => Flat<C>;

/**
 * Reads each value of a row where it is asked for; copying all of them into an object first takes twice as long.
 *
 * @returns what makes views of row groups, whose columns are in the order of `columns`
 */
export function rowViews<C extends Columns>(columns: C): (decoded: readonly DecodedColumn[]) => RowView<C> {
  interface Row {
    decoded: readonly DecodedColumn[];
    index: number;
  }
  // One prototype for all views: code that reads rows then meets one shape.
  const prototype = {};
  for (const [place, name] of Object.keys(columns).entries()) {
    Object.defineProperty(prototype, name, {
      get(this: Row) {
        return this.decoded[place]!.at(this.index);
      },
    });
  }
  return (decoded) => {
    const row: Row = Object.assign(Object.create(prototype), { decoded, index: 0 });
    return (index) => {
      row.index = index;
      return row as unknown as Flat<C>;
    };
  };
}
