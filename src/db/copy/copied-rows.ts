import type { ColumnType } from '../postgres/put-rows.ts';

/** A value as both databases hold it; instants and counts are numbers, dates text. */
export type CopiedValue = string | number | null;

/** A table that both databases have, but for what the store alone needs: `trade_date`, and what it computes. */
export interface CopiedTable {
  name: string;
  /** `id` comes first. */
  columns: { name: string; type: ColumnType }[];
  /** The column that a row's trade date follows from; `null` where the store has no partitions of the table. */
  datedBy: string | null;
}

/** Values in the order of the table's columns. */
export interface CopiedRow {
  id: number;
  /** Of a table with partitions. */
  date: string | null;
  values: readonly CopiedValue[];
}

/** Where rows are copied from. */
export interface CopySource {
  /** For people. */
  name: string;
  /** How many rows there are, perhaps a few less. */
  expectedRows(table: CopiedTable): Promise<number>;
  /** All rows in batches, those of each trade date by id. Each iteration reads anew. */
  batches(table: CopiedTable): AsyncIterable<CopiedRow[]>;
  /** The highest id that each table has given, 0 without one. */
  lastIds(tables: readonly CopiedTable[]): Promise<Map<string, number>>;
}

/** Where they are copied to. */
export interface CopyTarget {
  /** For people. */
  name: string;
  countRows(table: CopiedTable): Promise<number>;
  /** Which of these rows are there, by id. */
  idsOf(table: CopiedTable, rows: readonly CopiedRow[]): Promise<Set<number>>;
  /** What is there under the ids of these rows, by id. */
  rowsOf(table: CopiedTable, rows: readonly CopiedRow[]): Promise<Map<number, readonly CopiedValue[]>>;
  /**
   * Writes rows in one transaction, and leaves alone what is there of the same key, whatever it is.
   * @returns why rows broke a rule of the database, one text a row
   */
  put(table: CopiedTable, rows: readonly CopiedRow[]): Promise<string[]>;
  /** Lets no row that is recorded later get one of these ids. */
  raiseIds(lastIds: ReadonlyMap<string, number>): Promise<void>;
}

/** Rows of a batch: few enough to be held in memory, many enough that an answer's way does not count. */
export function batchRowsOf({ name }: CopiedTable): number {
  // Whole answers of the vendor, of hundreds of kilobytes.
  return name === 'market_data_cache' ? 10 : 2000;
}
