import type { BackupReport } from './reports.ts';

/** What a look for damage found. */
export interface CheckReport {
  isOk: boolean;
  /** What SQLite found, one line each; empty when all is well. */
  problems: string[];
  schemaVersion: string;
  /** Last schema that this version knows. */
  newestSchemaVersion: string;
  journalMode: string;
  bytes: number;
  /** Pages that hold nothing: room that new rows take first. */
  freeBytes: number;
}

/** Looks after the recording as a whole. */
export interface Maintenance {
  /**
   * Looks for damage. `quick` reads every page; `full` also compares every index with its table, which takes seconds
   * for each gigabyte. Both keep the thread meanwhile.
   */
  check(depth?: 'quick' | 'full'): Promise<CheckReport>;
  /**
   * Copies the recording into a new file that only its owner may read. Its owner copies what it writes meanwhile too,
   * and lets other work of its thread go on between pages; a reader copies one instant, in one piece.
   *
   * Throws `SpyglassError`: `usage` when the file exists, `data_dir` when it cannot be created.
   */
  backup(file: string): Promise<BackupReport>;
}
