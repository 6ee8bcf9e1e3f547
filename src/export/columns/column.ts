/**
 * What the values of a column are, by which each format writes them. `word`: one of our own words or a symbol, without commas,
 * quotes and line breaks. `text`: anything. `price`: dollars. `quantity`: shares, contracts, rows, milliseconds; most of them
 * whole. `number`: any other number. `instant`: epoch ms. `date`: `YYYY-MM-DD`, New York. `flag`: 1 or 0.
 */
export const columnKinds = [
  'word',
  'text',
  'price',
  'quantity',
  'number',
  'instant',
  'date',
  'flag',
] as const;
/** One of them. */
export type ColumnKind = (typeof columnKinds)[number];

/** A value of an export, as its column's kind has it; `null` is unknown. */
export type Cell = string | number | null;

/** A column of an export: what its header, the types of its formats and its line in docs/export.md are made from. */
export interface ExportColumn {
  /** As in the header: the name of the archive's column where there is one. */
  readonly name: string;
  readonly kind: ColumnKind;
  /** What it is, for docs/export.md; with its unit where the kind does not say it. */
  readonly meaning: string;
}

/** What a format needs of a column. */
export type FormatColumn = Pick<ExportColumn, 'name' | 'kind'>;

/** Rows that share the values of their first columns, such as those of one poll. */
export interface RowBatch {
  /** Values of the first columns. */
  readonly shared: readonly Cell[];
  /** Values of the others, of each row. */
  readonly rows: readonly (readonly Cell[])[];
}
