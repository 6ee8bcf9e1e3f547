/** Size and age of one table. */
export interface TableStatus {
  table: string;
  rows: number;
  oldest: number | null;
  newest: number | null;
}

/** The database as `status` shows it. */
export interface DatabaseStatus {
  path: string;
  /** Size of the database file, without its write-ahead log. */
  bytes: number;
  schemaVersion: string;
  tables: TableStatus[];
}
