import { closeSync, existsSync, mkdirSync, openSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { messageOf, SpyglassError } from '../../../base/errors.ts';

/**
 * Creates the directory (0700) and an empty file (0600) for a database where there is none yet, and returns the path
 * with symbolic links resolved, so that two names of one file find one lock. SQLite gives its `-wal` and `-shm` the
 * mode of the file.
 *
 * An existing file is never opened here: closing any descriptor of a database drops this process's POSIX locks on it.
 *
 * Throws `SpyglassError` (`data_dir`, or `database_full`).
 */
export function createFiles(path: string): string {
  const wanted = resolve(path);
  try {
    mkdirSync(dirname(wanted), { recursive: true, mode: 0o700 });
    const real = realPath(wanted);
    refuseOddFiles(real);
    createIfMissing(real);
    return real;
  } catch (error) {
    if (error instanceof SpyglassError) throw error;
    const isFull = hasCode(error, 'ENOSPC') || hasCode(error, 'EDQUOT');
    throw new SpyglassError(
      isFull ? 'database_full' : 'data_dir',
      `cannot create ${wanted}: ${messageOf(error)}`,
      { cause: error },
    );
  }
}

/** An absolute path with symbolic links resolved, of a file that need not exist in a directory that does. */
export function realPath(path: string): string {
  const wanted = resolve(path);
  if (existsSync(wanted)) return realpathSync(wanted);
  return join(realpathSync(dirname(wanted)), basename(wanted));
}

/**
 * The path of a database that is there, with symbolic links resolved.
 *
 * Throws `SpyglassError`: `no_data` where there is none, `data_dir` where something else than a file is there.
 */
export function existingPath(path: string): string {
  if (!existsSync(path)) throw new SpyglassError('no_data', `there is no database at ${path}`);
  const real = realPath(path);
  refuseOddFiles(real);
  return real;
}

/**
 * Refuses what is no file in the place of a database or of a file beside it, without opening it: SQLite would wait for
 * ever for whoever writes into a FIFO.
 *
 * Throws `SpyglassError` (`data_dir`).
 */
export function refuseOddFiles(path: string): void {
  for (const end of ['', '-wal', '-shm', '-journal', '.lock']) {
    const found = statSync(`${path}${end}`, { throwIfNoEntry: false });
    if (!found || found.isFile()) continue;
    throw new SpyglassError('data_dir', `${path}${end} is ${kindOf(found)}, not a file`, {
      hint: 'Nothing was changed. Move it away, or point --data-dir at another directory.',
    });
  }
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a directory';
  if (found.isFIFO()) return 'a named pipe (FIFO)';
  if (found.isSocket()) return 'a socket';
  return 'a device';
}

/** The file whose lock makes a process the owner of a database. */
export function lockPath(databasePath: string): string {
  return `${databasePath}.lock`;
}

/**
 * Whether a database looks as if somebody had it open, without opening anything: the write-ahead log goes with the last
 * one who has. After a crash it looks so as well.
 */
export function looksOpen(databasePath: string): boolean {
  if (!existsSync(databasePath)) return false;
  const real = realpathSync(databasePath);
  return existsSync(`${real}-wal`) && existsSync(lockPath(real));
}

/**
 * Bytes in a database's write-ahead log. A database that was closed in order has none: with one, and without an owner, a
 * process died. Nothing that was committed is lost; the next one to open it takes the log in.
 */
export function logBytes(path: string): number {
  return statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}

/** Creates an empty file that only its owner may read; `false` where there is one already. */
export function createIfMissing(path: string): boolean {
  try {
    closeSync(openSync(path, 'wx', 0o600));
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
