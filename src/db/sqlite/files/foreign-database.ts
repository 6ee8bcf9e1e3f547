import { statSync } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';
import { SpyglassError } from '../../../base/errors.ts';
import type { NativeDatabase } from '../connection.ts';
import { busyTimeoutMs } from '../orm-options.ts';
import { toDatabaseError } from '../sqlite-error.ts';

/** `SPYG`, written by the first migration. */
const applicationId = 0x53505947;

/**
 * Refuses a database of another program before anything is done to it: opening one to write turns it to WAL, and plays
 * back its journals. This only reads.
 *
 * Throws `SpyglassError`: `database_broken`, and what opening throws.
 */
export function refuseForeign(path: string, timeoutMs = busyTimeoutMs): void {
  // An empty file is nobody's yet.
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0) return;
  let native: NativeDatabase | null = null;
  try {
    native = new SqliteDatabase(path, { readonly: true, fileMustExist: true, timeout: timeoutMs });
    checkOurs(native, path);
  } catch (error) {
    throw toDatabaseError(error, path);
  } finally {
    native?.close();
  }
}

/**
 * A file with tables but without the first migration's mark is somebody else's: leave it alone.
 *
 * Throws `SpyglassError` (`database_broken`).
 */
export function checkOurs(native: NativeDatabase, path: string): void {
  const id = native.pragma('application_id', { simple: true });
  if (id === applicationId) return;
  const tables = native
    .prepare<[], string>(`select name from sqlite_schema where type = 'table' and name not like 'sqlite%'`)
    .pluck()
    .all();
  if (id === 0 && tables.every((name) => name === 'mikro_orm_migrations')) return;
  throw new SpyglassError('database_broken', `${path} is a database of another program`, {
    hint: 'Nothing was changed. Point --data-dir at another directory.',
  });
}
