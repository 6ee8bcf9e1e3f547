import path from 'node:path';
import type { SessionKey } from '../../recordings/session-rows.ts';
import {
  damagedFolder,
  dateFolder,
  isSessionFile,
  leftoverEndings,
  sessionFile,
  sessionFileNames,
  underlyingFolder,
} from '../archive-paths.ts';
import { damaged } from '../files/archive-error.ts';
import type { ArchiveFiles } from '../files/archive-files.ts';

/** Where a session lies while it is written and replaced; all absolute. */
export interface SessionPlaces {
  /** The folder of the underlying, which holds the others. */
  parent: string;
  session: string;
  partial: string;
  replaced: string;
}

export function placesOf(directory: string, { underlying, date }: SessionKey): SessionPlaces {
  const parent = path.join(directory, underlyingFolder(underlying));
  const session = path.join(parent, dateFolder(date));
  return {
    ...{ parent, session },
    partial: session + leftoverEndings.partial,
    replaced: session + leftoverEndings.replaced,
  };
}

/** Gives the files in a folder the names that a session's have. Until then whoever reads `*.parquet` does not see them. */
export async function nameFiles(files: ArchiveFiles, folder: string): Promise<void> {
  for (const name of sessionFileNames) {
    const target = path.join(folder, sessionFile(name));
    await files.rename(target + leftoverEndings.partial, target);
  }
  await files.syncDirectory(folder);
}

/**
 * Puts the written session in its place. Between the two renames of a replacement the old one has another name, which
 * `tidySession` takes back and `openSession` looks for.
 */
export async function putInPlace(files: ArchiveFiles, places: SessionPlaces): Promise<void> {
  const { parent, session, partial, replaced } = places;
  const isReplaced = await files.isDirectory(session);
  if (isReplaced) {
    await refuseForeignFiles(files, session);
    await files.rename(session, replaced);
    await files.syncDirectory(parent);
  }
  await files.rename(partial, session);
  await files.syncDirectory(parent);
  if (isReplaced) await removeOurs(files, replaced);
}

/** Moves a session out of the way; its files get names that nobody takes for those of a session. */
export async function setAside(
  files: ArchiveFiles,
  { parent, session }: SessionPlaces,
  date: string,
  now: number,
): Promise<void> {
  const aside = path.join(parent, damagedFolder(date, now));
  await files.rename(session, aside);
  for (const { name } of (await files.list(aside)) ?? []) {
    if (isSessionFile(name)) await files.rename(path.join(aside, name), path.join(aside, `${name}.damaged`));
  }
  await files.syncDirectory(aside);
  await files.syncDirectory(parent);
}

/**
 * Removes what an interrupted write of a session left, and gives a session its name back whose replacement did not come to
 * its end. Returns what was done, in words.
 */
export async function tidySession(files: ArchiveFiles, places: SessionPlaces): Promise<string[]> {
  const { parent, session, partial, replaced } = places;
  const done: string[] = [];
  if (await files.isDirectory(replaced)) {
    if (await files.isDirectory(session)) {
      await removeOurs(files, replaced);
      done.push(`removed ${replaced}, which was replaced`);
    } else {
      await files.rename(replaced, session);
      await files.syncDirectory(parent);
      done.push(`put ${session} back, which was to be replaced`);
    }
  }
  if (await files.isDirectory(partial)) {
    await removeOurs(files, partial);
    done.push(`removed ${partial}, which was not written to its end`);
  }
  return done;
}

/** Removes a folder of the archive's. One with a file of somebody else is left. */
async function removeOurs(files: ArchiveFiles, folder: string): Promise<void> {
  await refuseForeignFiles(files, folder);
  await files.remove(folder);
}

/** Throws `archive_damaged` where a folder has a file that is none of a session's: somebody has put it there. */
export async function refuseForeignFiles(files: ArchiveFiles, folder: string): Promise<void> {
  const foreign = (await files.list(folder))?.find(
    ({ name, isDirectory }) => isDirectory || !isSessionFile(name),
  );
  if (foreign) {
    throw damaged(
      path.join(folder, foreign.name),
      'is none of its own files, and is not removed: move it away',
    );
  }
}
