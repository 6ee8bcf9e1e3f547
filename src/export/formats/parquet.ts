import type { Form } from '../../archive/parquet/form.ts';
import { createParquetStream } from '../../archive/parquet/stream-writer.ts';
import type { Column, Value } from '../../archive/tables/column.ts';
import type { Cell, ColumnKind, FormatColumn, RowBatch } from '../columns/column.ts';
import type { RowFormat } from './row-format.ts';

/** Rows of a row group: some 5 MB while they are gathered. */
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
  let group = emptyGroup(columns);
  const taken = () => {
    const { values, rows } = group;
    group = emptyGroup(columns);
    return rows > 0 ? stream.write(values) : new Uint8Array();
  };
  return {
    start: () => '',
    rows(batch) {
      gather(group, batch, columns);
      return group.rows >= groupRows ? taken() : '';
    },
    end: () => Buffer.concat([taken(), stream.finish({ 'spyglass.export': '1' })]),
  };
}

interface Group {
  rows: number;
  /** By column. */
  values: Value[][];
}

function emptyGroup(columns: readonly FormatColumn[]): Group {
  return { rows: 0, values: columns.map(() => []) };
}

function gather(group: Group, { shared, rows }: RowBatch, columns: readonly FormatColumn[]): void {
  for (const [index, { kind }] of columns.entries()) {
    const values = group.values[index]!;
    const own = index - shared.length;
    if (own < 0) {
      const value = cellValue(kind, shared[index]!);
      for (let row = 0; row < rows.length; row++) values.push(value);
    } else {
      for (const row of rows) values.push(cellValue(kind, row[own]!));
    }
  }
  group.rows += rows.length;
}

function cellValue(kind: ColumnKind, cell: Cell): Value {
  return kind === 'flag' && cell !== null ? cell === 1 : cell;
}

function archiveColumn(kind: ColumnKind): Column {
  return { kind: kind === 'word' || kind === 'text' ? 'text' : kind, isNullable: true };
}
