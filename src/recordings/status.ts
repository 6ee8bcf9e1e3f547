/** Size and age of one table. */
export interface TableStatus {
  table: string;
  rows: number;
  oldest: number | null;
  newest: number | null;
  /** Its size with its indexes, and those of its partitions together; absent of SQLite. */
  bytes?: number | undefined;
  /** `rows` is what the server has kept count of, about: too many to be counted. Absent otherwise. */
  isAbout?: true | undefined;
}

/** The database as `status` shows it. */
export interface DatabaseStatus {
  path: string;
  /** Size of the database file without its write-ahead log, or of all that the server keeps of a shared store. */
  bytes: number;
  schemaVersion: string;
  tables: TableStatus[];
}
