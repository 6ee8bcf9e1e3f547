import { type BusyWait, whileBusy } from '../busy-wait.ts';
import { logBytes } from './database-files.ts';
import type { KnownFile } from './file-watch.ts';
import { refuseForeign } from './foreign-database.ts';
import { lookAtFiles } from './noted-files.ts';
import { busyTimeoutMs } from '../orm-options.ts';
import { notedFilesOf, type OwnerLock, takeOwnerLock } from './owner-lock.ts';
import { hasStaleLog, setLogAside, staleLogError } from './stale-log.ts';

export interface OwnOptions {
  /** Number to name as owner to whoever is refused. */
  pid: number;
  /** Where it answers, as an absolute path. */
  socketPath?: string | undefined;
  timeoutMs?: number;
  busyWait?: BusyWait | undefined;
  /**
   * Called with the new path of a log that belonged to another file and was therefore renamed. Without it, such a database is
   * refused: nothing is renamed without a word.
   */
  onLogSetAside?: ((path: string) => void) | undefined;
}

/**
 * Makes this process the owner of an existing database, before SQLite opens it to write.
 *
 * Throws `SpyglassError`: `database_locked`, `database_busy`, `database_broken` (another program's, or beside another
 * file's log), `data_dir`.
 */
export async function ownDatabase(path: string, options: OwnOptions): Promise<OwnerLock> {
  const { pid, socketPath, timeoutMs = busyTimeoutMs, busyWait, onLogSetAside } = options;
  const refuse = () => whileBusy(path, busyWait, () => refuseForeign(path, timeoutMs));
  // Already to look whose database it is replays the log. The lock comes first only where one of ours says so: beside
  // another program's database none is made.
  const isSuspect = logBytes(path) > 0 && hasStaleLog(path, notedFilesOf(path));
  if (isSuspect && !onLogSetAside) throw staleLogError(path);
  if (!isSuspect) await refuse();
  const lock = takeOwnerLock(path, { pid, ...(socketPath && { socketPath }) });
  try {
    const noted = lock.noted();
    if (hasStaleLog(path, noted)) {
      if (!onLogSetAside) throw staleLogError(path);
      onLogSetAside(setLogAside(path, noted));
    }
    if (isSuspect) await refuse();
    return lock;
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * Notes for the next owner which files are open, once SQLite has made the log and before anything is written: the process
 * may be killed while it migrates.
 * @param opened as it was before it was opened; another file may have taken its place since
 */
export function noteFiles(lock: OwnerLock, opened: KnownFile): void {
  const files = lookAtFiles(opened.path);
  if (files?.database.startsWith(`${opened.identity}:`)) lock.note(files);
}
