import type { Encoding, ParquetType, SchemaElement } from 'hyparquet/src/types.js';
import type { Column, ColumnKind, Columns, Value } from '../tables/column.ts';

/** How the values of a column are stored in one file. */
export type Form = 'decimal' | 'integer' | 'double' | 'timestamp' | 'date' | 'text' | 'boolean';

/** Digits after the point of a `decimal`. */
const scale = 4;
const decimalUnits = 10 ** scale;
/** DECIMAL(10,4): its integers have at most ten digits. */
const precision = 10;

/** The forms that a kind may have, the first one where all values of the file fit it. */
const formsByKind: Record<ColumnKind, readonly [Form, ...Form[]]> = {
  price: ['decimal', 'double'],
  quantity: ['integer', 'double'],
  number: ['double'],
  instant: ['timestamp'],
  date: ['date'],
  text: ['text'],
  flag: ['boolean'],
};

export function formsOf({ kind }: Column): readonly [Form, ...Form[]] {
  return formsByKind[kind];
}

/** The form of each column by its name. */
export type Forms = Readonly<Record<string, Form>>;

/** The forms of a table, where these columns hold values that no integer holds exactly. */
export function formsFor(columns: Columns, inexact: ReadonlySet<string>): Forms {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => {
      const [usual, other = usual] = formsOf(column);
      return [name, inexact.has(name) ? other : usual];
    }),
  );
}

/** What the integers of a form are divided by. */
export function unitsOf(form: Form): number {
  return form === 'decimal' ? decimalUnits : 1;
}

/** Whether a form gives back the very same number. */
export function fits(form: Form, value: Value): boolean {
  if (typeof value !== 'number') return true;
  if (form === 'decimal') {
    const units = Math.round(value * decimalUnits);
    return Math.abs(units) < 10 ** precision && units / decimalUnits === value && !Object.is(value, -0);
  }
  if (form === 'integer') return Number.isSafeInteger(value) && !Object.is(value, -0);
  if (form === 'timestamp') return Number.isSafeInteger(value);
  return Number.isFinite(value);
}

const elements: Record<Form, Omit<SchemaElement, 'name'> & { type: ParquetType }> = {
  decimal: {
    type: 'INT64',
    converted_type: 'DECIMAL',
    logical_type: { type: 'DECIMAL', scale, precision },
    scale,
    precision,
  },
  integer: { type: 'INT64' },
  double: { type: 'DOUBLE' },
  timestamp: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
  date: { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  boolean: { type: 'BOOLEAN' },
};

/** A column's line in the schema of a Parquet file. */
export function elementOf(name: string, { isNullable }: Column, form: Form): SchemaElement {
  return { name, ...elements[form], repetition_type: isNullable ? 'OPTIONAL' : 'REQUIRED' };
}

/** What a file says of a column, whatever words it uses. */
export interface SchemaLine {
  type?: string | undefined;
  converted_type?: string | undefined;
  repetition_type?: string | undefined;
  scale?: number | undefined;
}

/** The form of a line in the schema of a file, of those that its column may have; `null` where it is another. */
export function formOfElement(column: Column, element: SchemaLine): Form | null {
  if (element.repetition_type !== (column.isNullable ? 'OPTIONAL' : 'REQUIRED')) return null;
  return (
    formsOf(column).find((form) => {
      const { type, converted_type, scale: digits } = elements[form];
      return type === element.type && converted_type === element.converted_type && digits === element.scale;
    }) ?? null
  );
}

/**
 * The encodings that a form may be written in, `undefined` for a dictionary where it halves the bytes. Which one is the smallest
 * depends on the market: a vendor's time may be the same for all contracts of a poll, or another for each.
 */
export function encodingsOf(form: Form): readonly (Encoding | undefined)[] {
  if (form === 'text' || form === 'date') return ['RLE_DICTIONARY'];
  if (form === 'boolean') return [undefined];
  if (form === 'double') return [undefined, 'PLAIN', 'BYTE_STREAM_SPLIT'];
  return [undefined, 'DELTA_BINARY_PACKED'];
}
