import type { BackupReport } from './reports.ts';

/** What a look for damage found. */
export interface CheckReport {
  isOk: boolean;
  /** What the database found, one line each; empty when all is well. */
  problems: string[];
  schemaVersion: string;
  /** Last schema that this version knows. */
  newestSchemaVersion: string;
  /** SQLite's: `wal`, or `off` of a temporary copy. `none` of an archive, `server` of a shared store. */
  journalMode: string;
  bytes: number;
  /** Pages that hold nothing: room that new rows take first; 0 of a shared store, whose server alone knows. */
  freeBytes: number;
}

/** Looks after the recording as a whole. */
export interface Maintenance {
  /**
   * Looks for damage. `quick` reads every page; `full` also compares every index with its table, which takes seconds
   * for each gigabyte. Both keep the thread meanwhile. A server looks for damage in its pages by itself: of a shared store
   * `quick` looks at schema, indexes and partitions, `full` also counts the rows of each trade date.
   */
  check(depth?: 'quick' | 'full'): Promise<CheckReport>;
  /**
   * Copies the recording into a new file that only its owner may read. Its owner copies what it writes meanwhile too,
   * and lets other work of its thread go on between pages; a reader copies one instant, in one piece.
   *
   * Throws `SpyglassError`: `usage` when the file exists, `data_dir` when it cannot be created. Of a shared
   * store `usage`, with the server's own command that does it.
   */
  backup(file: string): Promise<BackupReport>;
}
