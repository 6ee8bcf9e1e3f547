import { SpyglassError } from '../../base/errors.ts';

/**
 * Removes what a write that was interrupted left over (`date=….partial`), and ends its renames: where a session was being
 * replaced, the old one or the new one stays, whole. Only for whoever is the one that writes to this archive. Returns what was
 * done, in words. A directory that is not there has nothing to tidy.
 *
 * Throws `SpyglassError` (`archive_unavailable`).
 */
export async function tidyArchive(_directory: string): Promise<string[]> {
  throw new SpyglassError('internal', 'Archives cannot be tidied yet.');
}
