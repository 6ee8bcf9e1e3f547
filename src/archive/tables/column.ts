/**
 * What a column holds. `price`: dollars a share; `quantity`: shares, contracts, rows, most of them whole; `number`: any other
 * number; `instant`: epoch ms; `date`: `YYYY-MM-DD`; `text`; `flag`.
 */
export type ColumnKind = 'price' | 'quantity' | 'number' | 'instant' | 'date' | 'text' | 'flag';

/** A value as the ports give it; `null` where there is none. */
export type Value = number | string | boolean | null;

/** A column of a table; `V` is the type of its values. */
export interface Column<V extends Value = Value> {
  readonly kind: ColumnKind;
  readonly isNullable: boolean;
  /** All that a text may be; absent where it may be anything. */
  readonly words?: readonly string[] | undefined;
  /** Never there: carries the type of the values. */
  readonly value?: V;
}

/** Columns by their names, in their order in the file. */
export type Columns = Readonly<Record<string, Column>>;

/** A row of a table, flat. */
export type Flat<C extends Columns> = {
  [K in keyof C]: C[K] extends Column<infer V> ? V : never;
};

/** A table of the archive: its columns, and how a row of a port becomes a flat one and is made of it again. */
export interface Table<R, C extends Columns = Columns> {
  readonly columns: C;
  flat(row: R): Flat<C>;
  row(flat: Flat<C>): R;
}

const column = <V extends Value>(kind: ColumnKind): Column<V> => ({ kind, isNullable: false });

export const price = () => column<number>('price');
export const quantity = () => column<number>('quantity');
export const number = () => column<number>('number');
export const instant = () => column<number>('instant');
export const date = () => column<string>('date');
export const flag = () => column<boolean>('flag');
export const text = () => column<string>('text');
/** A text that is one of a few words. */
export const word = <W extends string>(words: readonly W[]): Column<W> => ({
  ...column<W>('text'),
  words,
});

/** The same column, of which values may be missing. */
export const optional = <V extends Value>(of: Column<V>): Column<V | null> => ({
  ...(of as Column<V | null>),
  isNullable: true,
});
