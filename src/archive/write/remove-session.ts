import type { SessionKey } from '../../recordings/session-rows.ts';
import { withArchiveErrors } from '../files/archive-error.ts';
import { type ArchiveFiles, diskFiles } from '../files/archive-files.ts';
import { placesOf, refuseForeignFiles, tidySession } from './put-in-place.ts';

/**
 * Removes a session from an archive. It goes at once by a rename; what a crash leaves over `tidyArchive` takes away. Does
 * nothing where it is not there.
 *
 * Throws `SpyglassError` (`archive_unavailable`; `archive_damaged` where a file of somebody else is in its folder).
 */
export async function removeSession(
  directory: string,
  key: SessionKey,
  files: ArchiveFiles = diskFiles,
): Promise<void> {
  await withArchiveErrors(async () => {
    const places = placesOf(directory, key);
    await tidySession(files, places);
    if (!(await files.isDirectory(places.session))) return;
    await refuseForeignFiles(files, places.session);
    await files.rename(places.session, places.partial);
    await files.syncDirectory(places.parent);
    await tidySession(files, places);
  });
}
