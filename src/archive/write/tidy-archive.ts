import path from 'node:path';
import { parseSessionFolder, parseUnderlyingFolder } from '../archive-paths.ts';
import { withArchiveErrors } from '../files/archive-error.ts';
import { type ArchiveFiles, diskFiles } from '../files/archive-files.ts';
import { placesOf, tidySession } from './put-in-place.ts';

/**
 * Removes what a write that was interrupted left over (`date=….partial`), and ends its renames: where a session was being
 * replaced, the old one or the new one stays, whole. Only for whoever is the one that writes to this archive. Returns what was
 * done, in words. A directory that is not there has nothing to tidy.
 *
 * Throws `SpyglassError` (`archive_unavailable`; `archive_damaged` where a leftover holds a file of somebody else).
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
        done.push(...(await tidySession(files, placesOf(directory, { underlying, date }))));
      }
    }
    return done;
  });
}
