import { SpyglassError } from '../../base/errors.ts';
import type { SessionKey } from '../../recordings/session-rows.ts';

/** What lies in an archive. */
export interface ListedSessions {
  /** By date, those of one date by symbol. Their files were not read. */
  sessions: SessionKey[];
  /** What is there and should not be, or is missing: each a sentence that names it. Nothing of it is touched. */
  problems: string[];
}

/**
 * The sessions of an archive, by the names of its folders and files.
 *
 * Throws `SpyglassError` (`archive_unavailable`), also where there is no such directory.
 */
export async function listSessions(_directory: string): Promise<ListedSessions> {
  throw new SpyglassError('internal', 'Sessions of an archive cannot be listed yet.');
}
