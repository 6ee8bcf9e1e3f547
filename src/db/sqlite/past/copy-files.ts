import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** A database, and what SQLite has not yet moved into it. The index of the log (`-shm`) is made anew. */
const copiedEnds = ['', '-wal', '-journal'];

/** Bytes of a database's files that a copy would hold. */
export function filesBytes(path: string): number {
  return copiedEnds.reduce((sum, end) => sum + (sizeOf(`${path}${end}`) ?? 0), 0);
}

/**
 * Copies the files of a database that SQLite cannot open where it lies. That is only the case where nobody records into it
 * (whoever does has made the files that were missing), so that closing them here takes away no lock of this process.
 * Returns whether nobody has changed them meanwhile; the copy is of no use otherwise.
 *
 * Throws what the file system does, and the reason of `signal`.
 */
export async function copyFiles(path: string, target: string, signal?: AbortSignal): Promise<boolean> {
  const before = stateOf(path);
  for (const end of copiedEnds) {
    if (sizeOf(`${path}${end}`) === null) continue;
    await copyFile(`${path}${end}`, `${target}${end}`, signal);
  }
  return stateOf(path) === before;
}

/** All is closed when this settles: streams that are ended half-way may still make their file afterwards. */
async function copyFile(from: string, to: string, signal: AbortSignal | undefined): Promise<void> {
  const source = await open(from);
  try {
    const target = await open(to, 'w', 0o600);
    try {
      const buffer = Buffer.allocUnsafe(2 ** 20);
      for (;;) {
        signal?.throwIfAborted();
        const { bytesRead } = await source.read(buffer);
        if (bytesRead === 0) return;
        await target.writeFile(buffer.subarray(0, bytesRead));
      }
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

function sizeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.size ?? null;
}

/** Which files there are, and when each was last written to. */
function stateOf(path: string): string {
  return [...copiedEnds, '-shm']
    .map((end) => {
      const found = statSync(`${path}${end}`, { bigint: true, throwIfNoEntry: false });
      return found && [found.dev, found.ino, found.size, found.mtimeNs].join(':');
    })
    .join(' ');
}
