import { type FileHandle, link, lstat, open, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { SpyglassError } from '../../../base/errors.ts';
import type { ExportOutput } from './export-output.ts';

/** A file that is to appear as a whole or not at all. */
export interface WholeFile {
  /** Absolute. */
  path: string;
  /** Takes the place of a file that is there. */
  isForced: boolean;
  /** Of this process, so that two exports into one place do not share what they write. */
  pid: number;
}

/**
 * Writes beside the place (`FILE.<pid>.partial`), and puts the file there once all of it is on the disk. Without force, a file that
 * is there is never touched, also where it came meanwhile.
 *
 * Throws `SpyglassError` (`file`), and the file system's errors.
 */
export async function openFileOutput({ path: file, isForced, pid }: WholeFile): Promise<ExportOutput> {
  await refuseExisting(file, isForced);
  const partial = `${file}.${pid}.partial`;
  const handle = await open(partial, 'wx');
  return {
    write: async (piece) => await handle.writeFile(piece),
    async finish() {
      await handle.sync();
      await handle.close();
      await (isForced ? rename(partial, file) : moveWithoutReplacing(partial, file));
      await syncDirectory(path.dirname(file));
    },
    async abandon() {
      await handle.close();
      await unlink(partial).catch(ignoreMissing);
    },
  };
}

async function refuseExisting(file: string, isForced: boolean): Promise<void> {
  const found = await lstat(file).catch(ignoreMissing);
  if (!found) return;
  if (!isForced) throw existsAlready(file);
  if (found.isFile()) return;
  throw new SpyglassError('file', `${file} is no regular file, and would be replaced by one.`, {
    hint: 'Name a file, or leave out -o and send standard output there.',
  });
}

/** A hard link is refused where the name is taken; a rename would replace what is there. */
async function moveWithoutReplacing(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw existsAlready(to);
    // A file system without hard links.
    await refuseExisting(to, false);
    await rename(from, to);
    return;
  }
  await unlink(from);
}

/** So that the name is there after a power cut, too. Windows opens no directories. */
async function syncDirectory(directory: string): Promise<void> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(directory, 'r');
    await handle.sync();
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP'].includes(codeOf(error))) throw error;
  } finally {
    await handle?.close();
  }
}

function existsAlready(file: string): SpyglassError {
  return new SpyglassError('file', `${file} exists already; it was left as it is.`, {
    hint: 'Name another file, or add --force to replace it.',
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function ignoreMissing(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null;
  throw error;
}
