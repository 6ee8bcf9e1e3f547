import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  unlinkSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { messageOf, SpyglassError } from '../../../base/errors.ts';
import type { BackupReport } from '../../../recordings/reports.ts';
import type { NativeDatabase } from '../connection.ts';
import { createIfMissing } from './database-files.ts';
import { knownFile } from './file-watch.ts';
import { toDatabaseError } from '../sqlite-error.ts';

/**
 * Pages that a reader copies at once: all. Between two steps another process's write would send it back to the start,
 * and beside a busy daemon it would never end.
 */
const allPages = 2 ** 31 - 1;

/**
 * Copies a database from its open handle, which also works when the file has lost its name, into a new file that only its
 * owner may read. The copy has another name (`.partial`) until it is whole and on the disk.
 *
 * Throws `SpyglassError`: `usage` when the file exists, `data_dir` when it cannot be created.
 */
export async function backUp(native: NativeDatabase, path: string, file: string): Promise<BackupReport> {
  const target = resolve(file);
  const partial = `${target}.partial`;
  refuseExisting(target);
  try {
    for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${partial}${end}`, { force: true });
    createIfMissing(partial);
  } catch (error) {
    throw new SpyglassError('data_dir', `cannot create ${target}: ${messageOf(error)}`, { cause: error });
  }
  const { identity } = knownFile(partial);
  try {
    const { totalPages } = await native.backup(
      partial,
      native.readonly ? { progress: () => allPages } : undefined,
    );
    syncToDisk(partial);
    if (knownFile(partial).identity !== identity) {
      throw new SpyglassError('data_dir', `another backup writes to ${target} as well`);
    }
    putInPlace(partial, target);
    return { path: target, bytes: totalPages * Number(native.pragma('page_size', { simple: true })) };
  } catch (error) {
    // Half a backup is worse than none, and the file is ours.
    if (knownFile(partial).identity === identity) unlinkSync(partial);
    throw toDatabaseError(error, `${target} (a backup of ${path})`);
  }
}

/** @throws SpyglassError `usage` where there is a file */
export function refuseExisting(target: string): void {
  if (!existsSync(target)) return;
  throw new SpyglassError('usage', `${target} exists already`, {
    hint: 'Name a file that does not exist yet: none is ever replaced.',
  });
}

/** Gives a file its name. A link fails where there is a file by now; a rename would replace it. Not every file system has links. */
export function putInPlace(partial: string, target: string): void {
  try {
    linkSync(partial, target);
  } catch (error) {
    refuseExisting(target);
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS') throw error;
    renameSync(partial, target);
    return;
  }
  unlinkSync(partial);
  syncDirectory(dirname(target));
}

/** So that what was written outlives a power cut. */
export function syncToDisk(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** So that the name outlives a power cut, too. Some systems open no directories, and need none of this. */
function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
