import type { NativeDatabase } from '../connection.ts';

/** 16 MB: some tens of milliseconds of the thread. */
const pagesAtOnce = 4000;

/**
 * Copies a database as it is at one instant, also while another process records into it. The copy is made from one read
 * transaction: SQLite would otherwise begin anew after each write of the other process.
 *
 * Throws SQLite's errors, and the reason of `signal`.
 */
export async function copyDatabase(
  native: NativeDatabase,
  target: string,
  signal?: AbortSignal,
): Promise<void> {
  native.exec('begin');
  try {
    // A transaction begins with its first read.
    native.prepare('select 1 from sqlite_schema').get();
    await native.backup(target, {
      progress: () => {
        signal?.throwIfAborted();
        return pagesAtOnce;
      },
    });
  } finally {
    // SQLite ends it itself after some errors.
    if (native.inTransaction) native.exec('rollback');
  }
}
