import type { RemovedRows } from './archived-sessions.ts';

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

/**
 * Why rows of a session may not go: the archive does not hold it, its files were never read back, they are not what was
 * written, or the database has other rows than were archived.
 */
export type WaitingReason = 'not-archived' | 'not-verified' | 'damaged' | 'changed';

/** Sessions of one symbol that are past their retention and stay, since the archive does not hold the first of them. */
export interface WaitingSessions {
  underlying: string;
  rows: RemovedRows;
  /** Trade date of the first, which all later ones wait for. */
  date: string;
  /** Trade date of the last one. */
  lastDate: string;
  reason: WaitingReason | 'unknown';
  /** What is wrong with its files, for people; `null` unless they are damaged. */
  problem: string | null;
  /** How many there are, the first included. */
  sessions: number;
  /** Of these, the ones that the archive does not hold whole. */
  unarchived: number;
}

/** What one run of retention deleted, or would delete. */
export interface PruneReport {
  isDryRun: boolean;
  at: number;
  tables: PruneTable[];
  /** Whether chains, quotes and alerts go only where the archive holds their sessions. */
  onlyArchived: boolean;
  /** What waits for the archive, chains first, by symbol; empty where nothing has to. */
  waiting: WaitingSessions[];
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
