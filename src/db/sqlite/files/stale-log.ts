import { existsSync, renameSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { SpyglassError } from '../../../base/errors.ts';
import { logBytes } from './database-files.ts';
import { isSameFile, lookAtFiles, type NotedFiles } from './noted-files.ts';
import { notedFilesOf } from './owner-lock.ts';

/**
 * Whether the write-ahead log beside a database is that of another file, which was in its place when the owner before
 * was killed. SQLite would replay it all the same, and damage the database.
 *
 * Only a database that has changed beside a log that has not counts: where both have, somebody copied the whole
 * recording, and the log belongs to it.
 */
export function hasStaleLog(path: string, noted: NotedFiles | null): boolean {
  const found = lookAtFiles(path);
  if (!noted || !found || logBytes(path) === 0) return false;
  return !isSameFile(found.database, noted.database) && isSameFile(found.log, noted.log);
}

/**
 * For whoever only reads, or cannot say what became of the log: must come before each opening of an existing database,
 * since reading replays the log, too.
 *
 * Throws `SpyglassError` (`database_broken`).
 */
export function refuseStaleLog(path: string): void {
  // Without a log there is nothing to look up, and the lock's file is left alone.
  if (logBytes(path) > 0 && hasStaleLog(path, notedFilesOf(path))) throw staleLogError(path);
}

export function staleLogError(path: string): SpyglassError {
  const log = basename(`${path}-wal`);
  return new SpyglassError(
    'database_broken',
    `another file was put in the place of ${path}, and ${log} still belongs to the one before`,
    {
      hint: 'Nothing was changed. Start the daemon (`spyglass daemon start`), or run `spyglass db migrate`: either keeps that log under another name and opens the file.',
    },
  );
}

/** Renames a stale log, so that SQLite does not find it, and returns its new path. For the owner only. */
export function setLogAside(path: string, noted: NotedFiles | null): string {
  const [, inode] = noted?.database.split(':') ?? [];
  const name = `${path}-wal.of-${inode}`;
  let target = name;
  for (let number = 2; existsSync(target); number++) target = `${name}-${number}`;
  renameSync(`${path}-wal`, target);
  // Only an index of the log, made anew with each.
  rmSync(`${path}-shm`, { force: true });
  return target;
}

/** For the log of a daemon. */
export const logSetAside =
  'the log beside the database belonged to another file: it was renamed, and nothing of it is used';

/** What to do with a log that was set aside. */
export const setAsideHint =
  'Another file was put in the place of the database after its daemon had been killed. If the one before still exists as FILE, rename that log to FILE-wal: opened together, they have everything that was recorded. Otherwise it may be deleted.';
