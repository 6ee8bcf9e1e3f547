/** A value that goes into a statement; an array of them is an array in PostgreSQL. */
export type SqlValue = string | number | boolean | null | readonly (string | number | boolean | null)[];

/**
 * Statements on PostgreSQL, with `$1`, `$2` … for values. `bigint` and `numeric` come back as numbers, a date as `YYYY-MM-DD`,
 * JSON as what it says, any other type but booleans and numbers as text. A statement that has values is prepared once a
 * connection, by its text: a text must not be put together from values.
 *
 * Each may throw what the driver throws; `guarded` (`postgres-error.ts`) makes a `SpyglassError` or `RejectedRow` of it.
 */
export interface Sql {
  /** All rows, as objects by column. */
  all<T extends object>(text: string, values?: readonly SqlValue[]): Promise<T[]>;
  /** All rows, as arrays in the order of the columns: half the time for hundreds of rows. */
  rows<T extends readonly unknown[]>(text: string, values?: readonly SqlValue[]): Promise<T[]>;
  /** The first row, as an object by column; `null` without one. */
  get<T extends object>(text: string, values?: readonly SqlValue[]): Promise<T | null>;
  /** How many rows it changed. */
  run(text: string, values?: readonly SqlValue[]): Promise<number>;
}

/** Statements of one transaction. They run one after the other, in the order in which they were given. */
export interface SqlTransaction extends Sql {
  /** Runs a part that may be refused: what it throws undoes this part alone. */
  savepoint<T>(part: () => Promise<T>): Promise<T>;
  /** Runs `work` unless a transaction that has committed on this `PostgresConnection` has done so under the same key. */
  once(key: string, work: () => Promise<void>): Promise<void>;
  /** What was done `once` under a key is undone by this transaction. */
  again(key: string): void;
}

/** A pool of connections to one database. A statement outside of a transaction takes any of them. */
export interface PostgresConnection extends Sql {
  /** Runs one transaction; what it throws undoes it. */
  transaction<T>(work: (sql: SqlTransaction) => Promise<T>): Promise<T>;
  /** Reads of one instant: all its statements see the same rows, and none can write. */
  snapshot<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Calls `onNotice` with what others `notify` on a channel, on a connection of its own that is made again when it is lost. */
  listen(channel: string, onNotice: (text: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
