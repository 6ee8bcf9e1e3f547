import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { SpyglassError, toSpyglassError } from '../../base/errors.ts';
import type { SessionKey } from '../../recordings/session-rows.ts';
import { sessionPath } from '../archive-paths.ts';

/**
 * Removes a session from an archive. It goes at once by a rename; what a crash leaves over `tidyArchive` takes away. Does
 * nothing where it is not there.
 *
 * Throws `SpyglassError` (`archive_unavailable`).
 */
export async function removeSession(directory: string, key: SessionKey): Promise<void> {
  const place = path.join(directory, sessionPath(key));
  const leftover = `${place}.partial`;
  try {
    await rm(leftover, { recursive: true, force: true });
    await rename(place, leftover).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rm(leftover, { recursive: true, force: true });
  } catch (cause) {
    const { message } = toSpyglassError(cause);
    throw new SpyglassError('archive_unavailable', `${place} cannot be removed: ${message}`, { cause });
  }
}
