/** What deleting old rows removes, or would remove, from one table. */
export interface PruneTable {
  table: string;
  /** Rows that would go, or went. */
  rows: number;
  /** Rough size of those rows in bytes. */
  bytes: number;
  /** Rows older than this go (epoch ms); `null` where the table is kept for ever. */
  cutoff: number | null;
  /** Time of the oldest row that would go. */
  oldest: number | null;
  /** Rows in the table before. */
  total: number;
}

/** What one run of retention deleted, or would delete. */
export interface PruneReport {
  isDryRun: boolean;
  at: number;
  tables: PruneTable[];
  rows: number;
  bytes: number;
  /** What the database file shrank by; 0 on a dry run. */
  freedBytes: number;
  durationMs: number;
}

/** A copy of the recordings. */
export interface BackupReport {
  /** Absolute. */
  path: string;
  bytes: number;
}
