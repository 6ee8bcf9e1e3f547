import path from 'node:path';
import { SpyglassError } from '../../base/errors.ts';
import { parseSessionFolder, parseUnderlyingFolder } from '../archive-paths.ts';
import { withArchiveErrors } from '../files/archive-error.ts';
import { type ArchiveFiles, diskFiles } from '../files/archive-files.ts';
import { placesOf, type SessionPlaces, tidySession } from './put-in-place.ts';

/**
 * Removes what a write that was interrupted left over (`date=….partial`), and ends its renames: where a session was being
 * replaced, the old one or the new one stays, whole. Only for whoever is the one that writes to this archive. Returns what was
 * done, and what is left because a file of somebody else lies in it, in words. A directory that is not there has nothing to tidy.
 *
 * Throws `SpyglassError` (`archive_unavailable`).
 */
export async function tidyArchive(directory: string, files: ArchiveFiles = diskFiles): Promise<string[]> {
  return withArchiveErrors(async () => {
    const done: string[] = [];
    for (const { name } of (await files.list(directory)) ?? []) {
      const underlying = parseUnderlyingFolder(name);
      if (underlying === null) continue;
      const folders = (await files.list(path.join(directory, name))) ?? [];
      const dates = folders.flatMap(({ name: folder }) => {
        const { kind, date } = parseSessionFolder(folder);
        return date !== null && (kind === 'partial' || kind === 'replaced') ? [date] : [];
      });
      for (const date of new Set(dates)) {
        done.push(...(await tidyOrName(files, placesOf(directory, { underlying, date }))));
      }
    }
    return done;
  });
}

/** One session that cannot be tidied keeps no other from it; its next write says so again. */
async function tidyOrName(files: ArchiveFiles, places: SessionPlaces): Promise<string[]> {
  try {
    return await tidySession(files, places);
  } catch (error) {
    if (error instanceof SpyglassError && error.code === 'archive_damaged') return [error.message];
    throw error;
  }
}
