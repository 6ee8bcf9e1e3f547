import { SpyglassError } from '../../base/errors.ts';
import type { SessionKey } from '../../recordings/session-rows.ts';
import type { SessionFileName } from '../archive-paths.ts';
import type { ArchivedFacts, ArchiveMode } from '../session-facts.ts';

/** What a session must be. */
export interface ExpectedSession {
  /** `WrittenSession.hash`. */
  hash?: string;
  mode?: ArchiveMode;
}

/** A session that is what its files say. */
export interface VerifiedSession {
  facts: ArchivedFacts;
  /** Rows of each file; those of `chain` include the ones that were completed at the first poll. */
  rows: Record<SessionFileName, number>;
  bytes: number;
  /** SHA-256 over the files, in hex. */
  hash: string;
}

/**
 * Reads all of a session, and holds each file to what it says of itself: schema, rows, the hash of its values.
 *
 * Throws `SpyglassError`: `archive_damaged` with the file and what is wrong with it, `archive_unavailable` where it
 * cannot be read.
 */
export async function verifySession(
  _directory: string,
  _key: SessionKey,
  _expected: ExpectedSession | null,
  _signal?: AbortSignal,
): Promise<VerifiedSession> {
  throw new SpyglassError('internal', 'Sessions of an archive cannot be verified yet.');
}
