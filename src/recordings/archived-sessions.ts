import type { SessionCounts, SessionKey } from './session-rows.ts';

/** What retention takes together: chains with their polls, or quotes with their alerts. */
export type RemovedRows = 'chains' | 'quotes';

/** A session that the archive holds. Instants are epoch ms. */
export interface ArchivedSession extends SessionKey {
  /** Rows of the session as they were in the database when it was archived. */
  counts: SessionCounts;
  /** Size of its files together. */
  bytes: number;
  /** SHA-256 over its files, in hexadecimal. */
  hash: string;
  archivedAt: number;
  /** When its files were last read back and found to be what was written; `null` if never. */
  verifiedAt: number | null;
  /** What is wrong with its files, for people; `null` where nothing is known to be. */
  problem: string | null;
  /**
   * Since when the database may lack rows of its chains and polls: whoever reads them reads the archive. `null`: the database
   * has them all. It is set before the first row goes.
   */
  chainsRemovedAt: number | null;
  /** The same of its quotes and alerts. */
  quotesRemovedAt: number | null;
}

/**
 * Whether a session is another machine's, taken in from its archive: the database never had a row of it, its levels and gaps
 * included, which retention never takes. It is noted as removed at the instant at which it was archived here; of an own session,
 * rows go later than that.
 */
export function isImported({ archivedAt, chainsRemovedAt, quotesRemovedAt }: ArchivedSession): boolean {
  return chainsRemovedAt === archivedAt && quotesRemovedAt === archivedAt;
}

/**
 * Which sessions the archive holds. It is about files and has no past: a read gives what is known now. Retention removes
 * rows only of sessions that are archived, verified and without a problem, and whose counts are still those of the database.
 */
export interface ArchivedSessionStore {
  /**
   * Notes a session that was archived. One of the same key takes the place of what is there, but what was removed stays
   * noted: the rows of such a session are in the archive alone, and it must not be archived anew from the database.
   */
  record(session: ArchivedSession): Promise<void>;
  /** `null` where the session is not archived. */
  of(key: SessionKey): Promise<ArchivedSession | null>;
  /** All of them: by date, those of one date by underlying. */
  all(): Promise<ArchivedSession[]>;
  /** A number that is another one after each change, by whomever: found in microseconds, and another one after other writes, too. */
  version(): Promise<number>;
  /** Its files were read back and are what was written; a problem is over. Does nothing where it is not archived. */
  markVerified(key: SessionKey, at: number): Promise<void>;
  /** Its files are not what was written. Does nothing where it is not archived. */
  markDamaged(key: SessionKey, problem: string): Promise<void>;
  /** The database is about to lose rows of these sessions, all at once. What was noted before stays. */
  markRemoved(keys: readonly SessionKey[], rows: RemovedRows, at: number): Promise<void>;
  /** The archive does not hold the session any more. */
  remove(key: SessionKey): Promise<void>;
}
