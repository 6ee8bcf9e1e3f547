import type { Problem } from './state.ts';

/** What the archive can be busy with. */
export const archiveWorks = ['archive', 'verify', 'remove', 'import'] as const;
/** `archive`: writes a session's files and reads them back. `verify`: reads them. `remove`: deletes them, past `archive.keep`. `import`: copies them from another archive. */
export type ArchiveWorkName = (typeof archiveWorks)[number];

/** One underlying on one trade date. */
export interface ArchiveSession {
  symbol: string;
  /** Trade date, which ends at 20:00 New York. */
  date: string;
}

/** What the archive does at the moment. */
export interface ArchiveWork extends ArchiveSession {
  work: ArchiveWorkName | 'unknown';
  /** Epoch ms. */
  since: number;
  /** Part of its rows that is read, 0 to 1; `null` where that is not known. */
  share: number | null;
}

/** How the archive stands as a whole. */
export interface ArchiveState {
  /** `archive.enabled`. Without it no session is archived, verified or removed. */
  isEnabled: boolean;
  /** Where the files lie: an absolute path. */
  directory: string;
  /** Archived sessions. */
  sessions: number;
  /** Size of their files. */
  bytes: number;
  /** Rows in their files. */
  rows: number;
  /** First and last trade date of them; `null` while there are none. */
  oldest: string | null;
  newest: string | null;
  /** The session that was archived last, and when (epoch ms); `null` before the first. */
  last: (ArchiveSession & { at: number }) | null;
  /** Recorded sessions that are over and not archived as they are recorded now. */
  waiting: number;
  /** The first trade date of those that wait; `null` where none does. */
  waitingSince: string | null;
  /** Archived sessions with a file that is not what it was. */
  damaged: number;
  running: ArchiveWork | null;
  /** What is wrong with the archive, as health says it; `null` where nothing is. */
  problem: Problem | null;
}

/** One session of the archive, or one that waits for it. */
export interface ArchivedSessionState extends ArchiveSession {
  /** `null` where it is not archived yet. */
  archivedAt: number | null;
  /** When its files were last read and found to be what they were. */
  verifiedAt: number | null;
  /** Size of its files. */
  bytes: number;
  /** Rows in its files, or in the database where it is not archived yet. */
  rows: number;
  /** What is wrong with its files, as a sentence; `null` where nothing is. */
  problem: string | null;
  /** It is not archived as it is recorded now, and will be. */
  isWaiting: boolean;
  /** Its chains have left the database, so that they are read from the archive. */
  isChainsRemoved: boolean;
  /** Its quotes and alerts have. */
  isQuotesRemoved: boolean;
}

/** The archive, and every session of it. */
export interface ArchiveReport extends ArchiveState {
  /** Oldest first. */
  list: ArchivedSessionState[];
}

/** How one session was dealt with. */
export interface ArchiveOutcome extends ArchiveSession {
  isOk: boolean;
  /** What came of it, or what is wrong and what to do, in a phrase or two. */
  message: string;
  /** What is wrong, as an error code; `null` where nothing is. */
  code: string | null;
  rows: number;
  bytes: number;
}
