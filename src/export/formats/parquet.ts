import type { Form } from '../../archive/parquet/form.ts';
import { createParquetStream } from '../../archive/parquet/stream-writer.ts';
import type { Column, Value } from '../../archive/tables/column.ts';
import { type PackedColumn, packedColumn } from '../../archive/write/packed-column.ts';
import type { Cell, ColumnKind, FormatColumn, RowBatch } from '../columns/column.ts';
import type { RowFormat } from './row-format.ts';

/** Rows of a row group: some 5 MB while they are gathered, and several times that while a column is written. */
const groupRows = 20_000;

const forms: Record<ColumnKind, Form> = {
  word: 'text',
  text: 'text',
  // What later rows hold is not known yet: no price is rounded to the digits of a decimal.
  price: 'double',
  quantity: 'double',
  number: 'double',
  instant: 'timestamp',
  date: 'date',
  flag: 'boolean',
};

/** Parquet by zstd: instants are TIMESTAMP in UTC, prices and quantities DOUBLE, and every column may be empty. */
export function createParquet(columns: readonly FormatColumn[], appVersion: string): RowFormat {
  const stream = createParquetStream(
    columns.map(({ name, kind }) => ({ name, column: archiveColumn(kind), form: forms[kind] })),
    `Spyglass ${appVersion}`,
  );
  const group = columns.map(({ name, kind }) => packedColumn(name, archiveColumn(kind)));
  const taken = () => {
    if (group[0]!.length === 0) return new Uint8Array();
    const piece = stream.write(group);
    for (const column of group) column.clear();
    return piece;
  };
  return {
    start: () => '',
    rows(batch) {
      gather(group, batch, columns);
      return group[0]!.length >= groupRows ? taken() : '';
    },
    end: () => Buffer.concat([taken(), stream.finish({ 'spyglass.export': '1' })]),
  };
}

function gather(
  group: readonly PackedColumn[],
  { shared, rows }: RowBatch,
  columns: readonly FormatColumn[],
): void {
  for (const [index, { kind }] of columns.entries()) {
    const values = group[index]!;
    const own = index - shared.length;
    if (own < 0) {
      const value = cellValue(kind, shared[index]!);
      for (let row = 0; row < rows.length; row++) values.add(value);
    } else {
      for (const row of rows) values.add(cellValue(kind, row[own]!));
    }
  }
}

function cellValue(kind: ColumnKind, cell: Cell): Value {
  return kind === 'flag' && cell !== null ? cell === 1 : cell;
}

function archiveColumn(kind: ColumnKind): Column {
  return { kind: kind === 'word' || kind === 'text' ? 'text' : kind, isNullable: true };
}
