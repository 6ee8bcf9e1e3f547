import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';

/** A file that is written from its start to its end. */
export interface FileBeingWritten {
  write(bytes: Uint8Array): Promise<void>;
  /** Ends when what was written is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** A file that is read at any place. */
export interface FileBeingRead {
  /** Bytes. */
  readonly size: number;
  /** So many bytes from an offset on; fewer where the file ends before. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** What an archive asks of the file system. Paths are absolute; failures are those of `node:fs`. */
export interface ArchiveFiles {
  /** Makes a directory, with those above it. */
  makeDirectory(directory: string): Promise<void>;
  /** What lies in a directory; `null` where there is none. */
  list(directory: string): Promise<{ name: string; isDirectory: boolean }[] | null>;
  /** Whether there is a directory of this path. */
  isDirectory(directory: string): Promise<boolean>;
  /** Creates a file that is not there yet. */
  create(file: string): Promise<FileBeingWritten>;
  open(file: string): Promise<FileBeingRead>;
  /** Gives a file or a directory another name on the same disk, at once. */
  rename(from: string, to: string): Promise<void>;
  /** Ends when the names in a directory are on the disk. */
  syncDirectory(directory: string): Promise<void>;
  /** Removes a directory with all that is in it; does nothing where there is none. */
  remove(directory: string): Promise<void>;
  /** Removes a directory without anything in it. */
  removeEmpty(directory: string): Promise<void>;
}

/** The file system of this machine. Only this user reads what is written. */
export const diskFiles: ArchiveFiles = {
  async makeDirectory(directory) {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  },
  async list(directory) {
    const entries = await readdir(directory, { withFileTypes: true }).catch(nullIfMissing);
    return entries?.map((entry) => ({ name: entry.name, isDirectory: entry.isDirectory() })) ?? null;
  },
  async isDirectory(directory) {
    const found = await stat(directory).catch(nullIfMissing);
    return found?.isDirectory() ?? false;
  },
  async create(file) {
    const handle = await open(file, 'wx', 0o600);
    return {
      async write(bytes) {
        for (let from = 0; from < bytes.length; ) {
          from += (await handle.write(bytes, from)).bytesWritten;
        }
      },
      sync: () => handle.sync(),
      close: () => handle.close(),
    };
  },
  async open(file) {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      return { size, read: (offset, length) => readAt(handle, offset, length), close: () => handle.close() };
    } catch (error) {
      await handle.close();
      throw error;
    }
  },
  rename,
  async syncDirectory(directory) {
    // Windows opens no directories, and keeps names by itself.
    if (process.platform === 'win32') return;
    const handle = await open(directory, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  remove: (directory) => rm(directory, { recursive: true, force: true }),
  removeEmpty: (directory) => rmdir(directory),
};

async function readAt(
  handle: Awaited<ReturnType<typeof open>>,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
