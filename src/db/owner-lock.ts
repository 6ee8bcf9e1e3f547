import { existsSync } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';
import { SpyglassError } from '../base/errors.ts';
import { createIfMissing } from './database-files.ts';
import { sqliteCode, toDatabaseError } from './sqlite-error.ts';

export interface OwnerLock {
  /** Lets go; calling it again does nothing. The operating system does it when the process dies, however it dies. */
  release(): void;
}

/** Times that the owner's number is written again because another starter wrote its own in between. */
const attempts = 10;

/**
 * Makes this process the one that may write to a database: a small SQLite file beside it, in which a write transaction
 * stays open. The file stays when the lock is gone; only the open transaction counts. Owners are told apart by file,
 * not by process: a second lock within the same process is refused too.
 *
 * Throws `SpyglassError`: `database_locked` naming the owner's process, `data_dir` where the file cannot be written.
 */
export function takeOwnerLock(databasePath: string, pid: number): OwnerLock {
  const path = `${databasePath}.lock`;
  let file: SqliteDatabase.Database | null = null;
  try {
    createIfMissing(path);
    file = new SqliteDatabase(path, { timeout: 0 });
    const lock = file;
    // Nothing in the file is worth a wait for the disk.
    lock.pragma('synchronous = OFF');
    for (let attempt = 0; attempt < attempts; attempt++) {
      lock.exec('begin immediate');
      if (readOwner(lock) === pid) return { release: () => lock.close() };
      lock.exec(
        'create table if not exists owner (id integer primary key check (id = 1), pid integer not null)',
      );
      lock.prepare('insert or replace into owner (id, pid) values (1, ?)').run(pid);
      // Others can read the number only once it is committed, and the commit lets go for a moment.
      lock.exec('commit');
    }
    throw refusal(databasePath, null);
  } catch (error) {
    const isTaken = sqliteCode(error)?.startsWith('SQLITE_BUSY') ?? false;
    const owner = isTaken && file ? tryReadOwner(file) : null;
    file?.close();
    if (isTaken) throw refusal(databasePath, owner, error);
    throw toDatabaseError(error, path);
  }
}

/**
 * The process that records into a database: its number, `unknown` where it is not told, or `null` when there is none.
 *
 * Throws `SpyglassError` (`data_dir`) where the lock's file cannot be read.
 */
export function ownerOf(databasePath: string): number | 'unknown' | null {
  const path = `${databasePath}.lock`;
  if (!existsSync(path)) return null;
  let file: SqliteDatabase.Database | null = null;
  try {
    file = new SqliteDatabase(path, { timeout: 0, fileMustExist: true });
    file.exec('begin immediate');
    file.exec('rollback');
    return null;
  } catch (error) {
    if (file && sqliteCode(error)?.startsWith('SQLITE_BUSY')) return tryReadOwner(file) ?? 'unknown';
    throw toDatabaseError(error, path);
  } finally {
    file?.close();
  }
}

/** Process that owns, or last owned, a database; `null` when none ever did. */
function readOwner(lock: SqliteDatabase.Database): number | null {
  const hasTable = lock.prepare(`select 1 from sqlite_schema where name = 'owner'`).get();
  if (!hasTable) return null;
  return lock.prepare<[], { pid: number }>('select pid from owner where id = 1').get()?.pid ?? null;
}

/** For a refusal only: it must not fail because the owner is committing its number at this very moment. */
function tryReadOwner(lock: SqliteDatabase.Database): number | null {
  try {
    lock.pragma('busy_timeout = 250');
    return readOwner(lock);
  } catch {
    return null;
  }
}

function refusal(databasePath: string, owner: number | null, cause?: unknown): SpyglassError {
  const who = owner === null ? 'another process' : `process ${owner}`;
  return new SpyglassError('database_locked', `${who} records into ${databasePath}`, { cause });
}
