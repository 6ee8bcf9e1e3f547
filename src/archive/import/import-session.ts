import path from 'node:path';
import { SpyglassError } from '../../base/errors.ts';
import type { SessionKey } from '../../recordings/session-rows.ts';
import { leftoverEndings, sessionFile, sessionFileNames } from '../archive-paths.ts';
import { withArchiveErrors } from '../files/archive-error.ts';
import { type ArchiveFiles, diskFiles } from '../files/archive-files.ts';
import { openFiles } from '../session/open-files.ts';
import type { ArchiveMode } from '../session-facts.ts';
import { type VerifiedSession, verifyFolder } from '../verify/verify-session.ts';
import { nameFiles, placesOf, putInPlace, tidySession } from '../write/put-in-place.ts';

/** A session of another archive, and the archive that it is to be in. */
export interface ImportSessionOptions {
  /** The other archive's directory. */
  from: string;
  directory: string;
  key: SessionKey;
  /** Of this archive; a session of the other market is refused. */
  mode: ArchiveMode;
  signal: AbortSignal;
  /** The machine's, but in tests. */
  files?: ArchiveFiles;
}

/** Copied at once. */
const stretch = 2 ** 20;

/**
 * Copies a session beside its place, reads all of the copy, and puts it in its place: there is a whole session or none, as with
 * `writeSession`. What lies in the place is never replaced.
 *
 * Throws `SpyglassError`: `archive_damaged` where the copy is not what its files say, `archive_unavailable` where something
 * cannot be read or written, `file` where a session lies in the place; and the signal's reason.
 */
export async function importSession(options: ImportSessionOptions): Promise<VerifiedSession> {
  const { directory, key, mode, signal, files = diskFiles } = options;
  return withArchiveErrors(async () => {
    const places = placesOf(directory, key);
    await files.makeDirectory(places.parent);
    await files.syncDirectory(directory);
    await tidySession(files, places);
    if (await files.isDirectory(places.session)) {
      throw new SpyglassError('file', `A session lies in ${places.session} already; it was left as it is.`);
    }
    await files.makeDirectory(places.partial);
    try {
      await copyFiles(options, files, places.partial);
      const folder = path.relative(directory, places.partial);
      const verified = await verifyFolder(
        { files, directory, folder, key, ending: leftoverEndings.partial },
        { mode },
        signal,
      );
      await nameFiles(files, places.partial);
      signal.throwIfAborted();
      await putInPlace(files, places);
      return verified;
    } catch (error) {
      await tidySession(files, places);
      throw error;
    }
  });
}

async function copyFiles(
  { from, key, mode, signal }: ImportSessionOptions,
  files: ArchiveFiles,
  partial: string,
): Promise<void> {
  const source = await openFiles(files, from, key, mode);
  try {
    for (const name of sessionFileNames) {
      const { file } = source.files[name];
      const copy = await files.create(path.join(partial, sessionFile(name) + leftoverEndings.partial));
      try {
        for (let offset = 0; offset < file.size; offset += stretch) {
          signal.throwIfAborted();
          await copy.write(await file.read(offset, Math.min(stretch, file.size - offset)));
        }
        await copy.sync();
      } finally {
        await copy.close();
      }
    }
    await files.syncDirectory(partial);
  } finally {
    await source.close();
  }
}
