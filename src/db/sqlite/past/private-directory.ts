import { existsSync, lstatSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { messageOf, SpyglassError } from '../../../base/errors.ts';
import type { NativeDatabase } from '../connection.ts';
import { createIfMissing } from '../files/database-files.ts';
import { sqliteCode } from '../sqlite-error.ts';

/** A directory of this process alone, for a temporary copy. */
export interface PrivateDirectory {
  readonly path: string;
  /**
   * Removes the directory while its files are open: whoever has them open keeps them, and a kill leaves nothing.
   * Windows removes no open files; there it does nothing, and `release` removes them.
   */
  removeNames(): void;
  /**
   * Removes the directory with everything in it. Its files must be closed. What cannot be removed now is left to
   * `removeLeftovers`. Calling it again does nothing.
   */
  release(): void;
}

const prefix = 'spyglass-copy-';

/** Held by an open transaction, which ends with its process, however that ends: a number of a process is used again. */
const lockName = 'lock';

/** Times that somebody else may take a new directory for a leftover before its lock is held. */
const attempts = 10;

const removesOpenFiles = process.platform !== 'win32';

/**
 * Makes a directory (0700) in another one. The number of the process in its name is for people only.
 *
 * Throws `SpyglassError` (`data_dir`, `database_full`) where none can be made.
 */
export function createPrivateDirectory(parent: string): PrivateDirectory {
  try {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const path = mkdtempSync(join(parent, `${prefix}${process.pid}-`));
      const lock = takeLock(path, { create: true });
      if (lock) return heldDirectory(path, lock);
    }
  } catch (error) {
    throw cannotCreate(parent, error);
  }
  throw cannotCreate(parent, new Error('another process removes it again and again'));
}

function heldDirectory(path: string, lock: NativeDatabase): PrivateDirectory {
  let isRemoved = false;
  const remove = () => {
    if (!isRemoved) isRemoved = orUndefined(() => removeDirectory(path, lock)) ?? false;
  };
  return {
    path,
    removeNames() {
      if (removesOpenFiles) remove();
    },
    release() {
      remove();
      lock.close();
    },
  };
}

/**
 * Removes the directories that processes of this user left when they were killed. One whose process lives stays, also if
 * that is in another container; so does one that cannot be removed now.
 */
export function removeLeftovers(parent: string): void {
  const names = orUndefined(() => readdirSync(parent)) ?? [];
  for (const name of names) {
    if (name.startsWith(prefix)) orUndefined(() => removeLeftover(join(parent, name)));
  }
}

function removeLeftover(path: string): void {
  const found = lstatSync(path);
  // A symbolic link that somebody put there leads anywhere.
  if (!found.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid)) return;
  const lock = takeLock(path, { create: false });
  if (lock) {
    try {
      removeDirectory(path, lock);
    } finally {
      lock.close();
    }
  } else {
    // Its process ended before it had made the lock, or will make another directory. A living one's is not empty.
    rmdirSync(path);
  }
}

/** The lock last: a directory with anything in it has one for as long. */
function removeDirectory(path: string, lock: NativeDatabase): true {
  for (const name of readdirSync(path)) {
    if (name !== lockName) rmSync(join(path, name), { recursive: true, force: true });
  }
  if (!removesOpenFiles) lock.close();
  rmSync(join(path, lockName), { force: true });
  // Fails on NFS while a file in it is open; it is empty after that, and goes with the next start.
  rmdirSync(path);
  return true;
}

/** `null` where another process has it, or has removed it. */
function takeLock(directory: string, { create }: { create: boolean }): NativeDatabase | null {
  const file = join(directory, lockName);
  let lock: NativeDatabase | null = null;
  try {
    if (create) createIfMissing(file);
    else if (!existsSync(file)) return null;
    lock = new SqliteDatabase(file, { timeout: 0, fileMustExist: true });
    lock.pragma('journal_mode = MEMORY');
    lock.exec('begin immediate');
    // A lock that was removed before it was taken keeps nobody away.
    if (existsSync(file)) return lock;
  } catch (error) {
    const isTaken = sqliteCode(error)?.startsWith('SQLITE_BUSY') || !existsSync(create ? directory : file);
    if (!isTaken) {
      lock?.close();
      if (create) rmSync(directory, { recursive: true, force: true });
      throw error;
    }
  }
  lock?.close();
  return null;
}

/** What the file system or SQLite refuses is left to a later start. */
function orUndefined<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (sqliteCode(error) || (error instanceof Error && 'syscall' in error)) return undefined;
    throw error;
  }
}

function cannotCreate(parent: string, cause: unknown): SpyglassError {
  const isFull = ['ENOSPC', 'EDQUOT'].includes((cause as NodeJS.ErrnoException).code ?? '');
  return new SpyglassError(
    isFull ? 'database_full' : 'data_dir',
    `cannot create a directory for a temporary copy in ${parent}: ${messageOf(cause)}`,
    { cause, hint: 'Let TMPDIR name a directory that you may write to and that has room.' },
  );
}
