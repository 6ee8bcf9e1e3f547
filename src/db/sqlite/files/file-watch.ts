import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { errorTable, messageOf, SpyglassError } from '../../../base/errors.ts';
import { lockPath } from './database-files.ts';

/** A file and which one it was when it was looked at: device and inode, which a rename keeps and a copy has anew. */
export interface KnownFile {
  readonly path: string;
  readonly identity: string | null;
}

/** Whether the files of an open database still lie where they were opened. */
export interface FileWatch {
  /** Database, write-ahead log and its index, as they were opened. */
  readonly files: readonly KnownFile[];
  /**
   * Looks at them without opening any: closing a descriptor of a database drops this process's POSIX locks on it.
   *
   * Throws `SpyglassError` (`database_gone`) where one was removed, replaced or moved.
   */
  check(): void;
  /** Whether the database itself is in its place. */
  isInPlace(): boolean;
  /** Whether another file lies in the database's place. */
  isReplaced(): boolean;
}

/**
 * Remembers the files of a database that is open in WAL mode, and that somebody has read.
 * @param database as it was before it was opened
 */
export function watchFiles(path: string, database: KnownFile): FileWatch {
  const [log, index, lock] = [`${path}-wal`, `${path}-shm`, lockPath(path)].map(knownFile);
  const check = () => {
    for (const file of [database, log!, index!, lock!]) {
      const found = lookAt(file.path);
      if (found.identity !== file.identity) throw goneError(path, file.path, found);
    }
  };
  return {
    files: [database, log!, index!],
    check,
    isInPlace: () => lookAt(path).identity === database.identity,
    isReplaced() {
      const { identity } = lookAt(path);
      return identity !== null && identity !== database.identity;
    },
  };
}

export function knownFile(path: string): KnownFile {
  return { path, identity: lookAt(path).identity };
}

/** Device and inode of a file; `null` without one, and the reason where it cannot be seen. */
function lookAt(path: string): { identity: string | null; reason: string | null } {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    return { identity: found ? `${found.dev}:${found.ino}` : null, reason: null };
  } catch (error) {
    return { identity: null, reason: messageOf(error) };
  }
}

/** Short, and what to do first: the dashboard has one line for both. */
function goneError(database: string, file: string, found: ReturnType<typeof lookAt>): SpyglassError {
  const name = basename(file);
  if (file === lockPath(database)) {
    const what = found.identity ? 'replaced' : 'removed';
    return new SpyglassError(
      'database_gone',
      `Nothing is stored: the lock ${name} was ${what}, so that another daemon could record there, too.`,
      { hint: `Run \`spyglass daemon restart\`; until then polls wait in memory. The lock was ${file}.` },
    );
  }
  const what =
    found.reason !== null
      ? `${name} cannot be seen any more (${found.reason})`
      : found.identity !== null
        ? `another file is in the place of ${name}`
        : `${name} was removed or moved away`;
  const { hint } = errorTable.database_gone;
  return new SpyglassError('database_gone', `Nothing is stored: ${what}.`, {
    hint: `${hint} The place is ${file}.`,
  });
}
