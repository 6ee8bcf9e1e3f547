import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { SpyglassError } from '../../../base/errors.ts';
import { createIfMissing, lockPath, realPath, refuseOddFiles } from './database-files.ts';
import { type NotedFiles, readNotedFiles, writeNotedFiles } from './noted-files.ts';
import { sqliteCode, toDatabaseError } from '../sqlite-error.ts';

export interface OwnerLock {
  /** The files that the latest owner who noted them had open; `null` where none did. */
  noted(): NotedFiles | null;
  /**
   * Notes for the next owner which files this one has open.
   *
   * Throws `SpyglassError` (`database_locked`) where another starter took the lock at that moment.
   */
  note(files: NotedFiles): void;
  /** Names the process that takes over, or nobody, for whoever finds no owner that answers. Throws as `note` does. */
  nameSuccessor(pid: number | null): void;
  /** Lets go; calling it again does nothing. The operating system does it when the process dies, however it dies. */
  release(): void;
}

/** Who may write to a database. */
export interface Owner {
  /** Its process; `null` where it could not be read. */
  pid: number | null;
  /** Where it answers; `null` where it does not: a command at work, or a daemon of a version that did not say. */
  socketPath: string | null;
}

/** Longest that a starter waits for somebody who only asks who the owner is. */
const starterPatienceMs = 250;

/** Times that the owner's number is written again because another starter wrote its own in between. */
const attempts = 10;

/**
 * Makes this process the one that may write to a database: a small SQLite file beside it, in which a write transaction
 * stays open. The file stays when the lock is gone; only the open transaction counts. Owners are told apart by file,
 * not by process: a second lock within the same process is refused too.
 *
 * Throws `SpyglassError`: `database_locked` naming the owner's process, `data_dir` where the file cannot be written.
 */
export function takeOwnerLock(
  databasePath: string,
  {
    pid,
    socketPath = null,
    patienceMs = starterPatienceMs,
  }: { pid: number; socketPath?: string | null; patienceMs?: number },
): OwnerLock {
  const path = lockPath(databasePath);
  let file: SqliteDatabase.Database | null = null;
  try {
    createIfMissing(path);
    file = new SqliteDatabase(path, { timeout: patienceMs });
    const lock = file;
    // Nothing in the file is worth a wait for the disk.
    lock.pragma('synchronous = OFF');
    const owner = { pid, socketPath };
    claim(lock, databasePath, owner);
    const commit = (write: () => void) => {
      try {
        write();
        lock.exec('commit');
        claim(lock, databasePath, owner, true);
      } catch (error) {
        throw lockError(lock, databasePath, error);
      }
    };
    return {
      noted: () => readNotedFiles(lock),
      note: (files) => commit(() => writeNotedFiles(lock, files)),
      nameSuccessor(next) {
        if (next !== readSuccessor(lock)) commit(() => writeSuccessor(lock, next));
      },
      release: () => lock.close(),
    };
  } catch (error) {
    const failure = lockError(file, databasePath, error);
    file?.close();
    throw failure;
  }
}

/** Begins the transaction that is the lock, with the owner's row committed before. */
function claim(
  lock: SqliteDatabase.Database,
  databasePath: string,
  { pid, socketPath }: Owner,
  isNaming = false,
): void {
  for (let attempt = 0; attempt < attempts; attempt++) {
    lock.exec('begin immediate');
    const known = readOwner(lock);
    const isNamed = known?.pid === pid && known.socketPath === socketPath;
    // Of an owner before, whose hand-over came to nothing.
    const isStale = ![null, pid].includes(readSuccessor(lock)) && !isNaming;
    if (isNamed && !isStale) return;
    prepareTable(lock);
    lock.prepare('insert or replace into owner (id, pid, socket_path) values (1, ?, ?)').run(pid, socketPath);
    if (isStale) writeSuccessor(lock, null);
    // Others can read who it is only once it is committed, and the commit lets go for a moment.
    lock.exec('commit');
  }
  throw refusal(databasePath, null);
}

/** Another owner's lock as a refusal that names it; anything else as what is wrong with the lock's file. */
function lockError(lock: SqliteDatabase.Database | null, databasePath: string, error: unknown): unknown {
  if (!sqliteCode(error)?.startsWith('SQLITE_BUSY')) return toDatabaseError(error, lockPath(databasePath));
  return refusal(databasePath, lock && tryReadOwner(lock), error);
}

/**
 * Who records into a database; `null` when nobody does. Never to be called in the owner's own process but by way of this
 * library: any other way of opening the file would let go of the lock.
 *
 * Throws `SpyglassError` (`data_dir`) where the lock's file cannot be read.
 */
export function ownerOf(databasePath: string): Owner | null {
  if (!existsSync(dirname(databasePath))) return null;
  const path = lockPath(realPath(databasePath));
  if (!existsSync(path)) return null;
  refuseOddFiles(realPath(databasePath));
  let file: SqliteDatabase.Database | null = null;
  try {
    file = new SqliteDatabase(path, { timeout: 0, fileMustExist: true });
    file.exec('begin immediate');
    file.exec('rollback');
    return null;
  } catch (error) {
    if (file && sqliteCode(error)?.startsWith('SQLITE_BUSY')) {
      return tryReadOwner(file) ?? { pid: null, socketPath: null };
    }
    throw toDatabaseError(error, path);
  } finally {
    file?.close();
  }
}

/**
 * The files that the latest owner of a database noted, read beside an owner or without one; `null` also where the lock's
 * file cannot be read: nothing is known then, as with an owner of an earlier version.
 */
export function notedFilesOf(databasePath: string): NotedFiles | null {
  const path = lockPath(databasePath);
  if (!existsSync(path)) return null;
  let file: SqliteDatabase.Database | null = null;
  try {
    file = new SqliteDatabase(path, { timeout: starterPatienceMs, fileMustExist: true });
    return readNotedFiles(file);
  } catch (error) {
    if (sqliteCode(error) === null) throw error;
    return null;
  } finally {
    file?.close();
  }
}

/**
 * The process that the latest owner named as the next one; `null` where it named none, or that one answers already. It may
 * have ended since.
 */
export function successorOf(databasePath: string): number | null {
  const path = lockPath(databasePath);
  if (!existsSync(path)) return null;
  let file: SqliteDatabase.Database | null = null;
  try {
    file = new SqliteDatabase(path, { timeout: starterPatienceMs, fileMustExist: true });
    return readSuccessor(file);
  } catch (error) {
    if (sqliteCode(error) === null) throw error;
    return null;
  } finally {
    file?.close();
  }
}

function writeSuccessor(lock: SqliteDatabase.Database, pid: number | null): void {
  lock.exec('create table if not exists successor (id integer primary key check (id = 1), pid integer)');
  lock.prepare('insert or replace into successor (id, pid) values (1, ?)').run(pid);
}

function readSuccessor(lock: SqliteDatabase.Database): number | null {
  const hasTable = lock.prepare(`select 1 from sqlite_schema where name = 'successor'`).get();
  if (!hasTable) return null;
  return lock.prepare<[], number | null>('select pid from successor where id = 1').pluck().get() ?? null;
}

/** The lock's file may be of a version whose owners did not say where they answer. */
function prepareTable(lock: SqliteDatabase.Database): void {
  lock.exec('create table if not exists owner (id integer primary key check (id = 1), pid integer not null)');
  const columns = lock.prepare<[], string>(`select name from pragma_table_info('owner')`).pluck().all();
  if (!columns.includes('socket_path')) lock.exec('alter table owner add column socket_path text');
}

/** Who owns, or last owned, a database; `null` when nobody ever did. */
function readOwner(lock: SqliteDatabase.Database): Owner | null {
  const hasTable = lock.prepare(`select 1 from sqlite_schema where name = 'owner'`).get();
  if (!hasTable) return null;
  const row = lock
    .prepare<[], { pid: number; socket_path?: string | null }>('select * from owner where id = 1')
    .get();
  return row ? { pid: row.pid, socketPath: row.socket_path ?? null } : null;
}

/** For a refusal only: it must not fail because the owner is committing who it is at this very moment. */
function tryReadOwner(lock: SqliteDatabase.Database): Owner | null {
  try {
    lock.pragma(`busy_timeout = ${starterPatienceMs}`);
    return readOwner(lock);
  } catch {
    return null;
  }
}

function refusal(databasePath: string, owner: Owner | null, cause?: unknown): SpyglassError {
  const who = owner?.pid ? `process ${owner.pid}` : 'another process';
  const message = `${who} records into ${databasePath}`;
  if (owner?.pid && owner.socketPath === null) {
    const hint = `It is a command at work, or a daemon of another version: wait for its end, or end it with kill ${owner.pid}.`;
    return new SpyglassError('database_locked', message, { cause, hint });
  }
  return new SpyglassError('database_locked', message, { cause });
}
