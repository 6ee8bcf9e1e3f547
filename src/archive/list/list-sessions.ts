import path from 'node:path';
import { SpyglassError } from '../../base/errors.ts';
import type { SessionKey } from '../../recordings/session-rows.ts';
import {
  dateFolder,
  isSessionFile,
  leftoverEndings,
  parseSessionFolder,
  parseUnderlyingFolder,
  sessionFile,
  sessionFileNames,
} from '../archive-paths.ts';
import { withArchiveErrors } from '../files/archive-error.ts';
import { type ArchiveFiles, diskFiles } from '../files/archive-files.ts';

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
export async function listSessions(
  directory: string,
  files: ArchiveFiles = diskFiles,
): Promise<ListedSessions> {
  return withArchiveErrors(async () => {
    const folders = await files.list(directory);
    if (folders === null) {
      throw new SpyglassError('archive_unavailable', `There is no archive in ${directory}.`, {
        hint: 'Nothing has been archived there yet, or its disk is not mounted.',
      });
    }
    const listed: ListedSessions = { sessions: [], problems: [] };
    for (const { name, isDirectory } of folders) {
      const underlying = isDirectory ? parseUnderlyingFolder(name) : null;
      if (underlying === null) listed.problems.push(foreign(name));
      else await listUnderlying(files, directory, { name, underlying }, listed);
    }
    listed.sessions.sort(
      (one, other) => compare(one.date, other.date) || compare(one.underlying, other.underlying),
    );
    listed.problems.sort(compare);
    return listed;
  });
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

function foreign(name: string): string {
  return `${name} is none of the archive’s.`;
}

async function listUnderlying(
  files: ArchiveFiles,
  directory: string,
  { name: parent, underlying }: { name: string; underlying: string },
  { sessions, problems }: ListedSessions,
): Promise<void> {
  const folders = (await files.list(path.join(directory, parent))) ?? [];
  const names = new Set(folders.map(({ name }) => name));
  for (const { name, isDirectory } of folders) {
    const shown = path.join(parent, name);
    const { kind, date } = parseSessionFolder(name);
    if (!isDirectory || date === null || kind === 'foreign') problems.push(foreign(shown));
    else if (kind === 'damaged') problems.push(`${shown} was moved aside because it was damaged.`);
    // What is being written is the business of whoever writes it.
    else if (kind === 'session' || (kind === 'replaced' && !names.has(dateFolder(date)))) {
      sessions.push({ underlying, date });
      problems.push(...(await filesMissing(files, directory, shown)));
    }
  }
}

async function filesMissing(files: ArchiveFiles, directory: string, folder: string): Promise<string[]> {
  const found = (await files.list(path.join(directory, folder))) ?? [];
  const names = new Set(found.map(({ name }) => name));
  const missing = sessionFileNames.map(sessionFile).filter((name) => !names.has(name));
  const strange = found.filter(
    ({ name, isDirectory }) => isDirectory || !isSessionFile(name) || name.endsWith(leftoverEndings.partial),
  );
  return [
    ...missing.map((name) => `${path.join(folder, name)} is missing.`),
    ...strange.map(({ name }) => foreign(path.join(folder, name))),
  ];
}
