import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';

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
    const from = createReadStream(`${path}${end}`, { highWaterMark: 2 ** 20 });
    const to = createWriteStream(`${target}${end}`, { mode: 0o600 });
    await pipeline(from, to, { signal });
  }
  return stateOf(path) === before;
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
