import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { messageOf, SpyglassError } from '../../base/errors.ts';
import { connect, connectForReading, type NativeDatabase } from '../sqlite/connection.ts';
import { putInPlace, refuseExisting, syncToDisk } from '../sqlite/files/backup.ts';
import { createIfMissing, existingPath, realPath, refuseOddFiles } from '../sqlite/files/database-files.ts';
import { refuseForeign } from '../sqlite/files/foreign-database.ts';
import { takeOwnerLock } from '../sqlite/files/owner-lock.ts';
import { refuseStaleLog } from '../sqlite/files/stale-log.ts';
import { bringUpToDate } from '../sqlite/migrating/bring-up-to-date.ts';
import { freeBytesIn } from '../sqlite/migrating/look-before-migrating.ts';
import { megabytes } from '../sqlite/migrating/migration-plan.ts';
import { toDatabaseError } from '../sqlite/sqlite-error.ts';

/** Tables whose rows say where they come from. */
const withSource = [
  ...['chain_polls', 'spy_quotes', 'chain_metrics', 'historical_prices', 'alerts', 'rebuilt_days'],
];

/** A database that rows are copied from, as it is at one instant. */
export interface DatabaseToRead {
  path: string;
  native: NativeDatabase;
  close(): Promise<void>;
}

/**
 * Opens a database for a copy of it, beside its owner or without one. What is recorded meanwhile is not seen.
 *
 * Throws `SpyglassError`: `no_data` where there is no file, `database_broken` where its schema is older, `usage` where rows of it
 * come from a simulated market, and what opening throws.
 */
export async function openDatabaseToRead(file: string): Promise<DatabaseToRead> {
  const path = existingPath(file);
  let close = () => Promise.resolve();
  try {
    refuseStaleLog(path);
    const connection = await connectForReading(path);
    const { orm, native } = connection;
    close = () => orm.close(true);
    await bringUpToDate(connection, path, { migrate: 'none' });
    native.exec('begin');
    refuseSimulated(native, path);
    return { path, native, close };
  } catch (error) {
    await close();
    throw toDatabaseError(error, path);
  }
}

function refuseSimulated(native: NativeDatabase, path: string): void {
  const simulated = withSource.find(
    (table) =>
      native.prepare(`select 1 from ${table} where source = 'simulator' limit 1`).get() !== undefined,
  );
  if (simulated === undefined) return;
  throw new SpyglassError('usage', `${path} holds a simulated market (${simulated})`, {
    hint: 'Nothing was copied. Live and simulated data never share a store.',
  });
}

/** A new database that rows are copied into; it has its name once all of them are there. */
export interface DatabaseToWrite {
  /** The file that it becomes. */
  path: string;
  /** The file that it is until then. */
  partial: string;
  native: NativeDatabase;
  /** Gives it its name: all rows are there. */
  finish(): Promise<void>;
  /** Leaves what was copied for the next run. */
  close(): Promise<void>;
}

/**
 * Makes a database for a copy, or opens the one of a copy that was cut. Only its owner may read it.
 *
 * Throws `SpyglassError`: `usage` where the file exists, `database_locked` while another copy makes it, `database_full` where
 * there is not enough room for it, `data_dir`.
 *
 * @param options.neededBytes about the size that it will have
 */
export async function openDatabaseToWrite(options: {
  file: string;
  pid: number;
  neededBytes: number;
  freeBytes?: (directory: string) => number | null;
}): Promise<DatabaseToWrite> {
  const { file, pid, neededBytes, freeBytes = freeBytesIn } = options;
  refuseExisting(resolve(file));
  const path = existingDirectory(file);
  const partial = `${path}.partial`;
  refuseOddFiles(partial);
  const lock = takeOwnerLock(path, { pid });
  let close = () => Promise.resolve();
  try {
    refuseWithoutRoom(path, neededBytes - sizeOf(partial), freeBytes(dirname(path)));
    createIfMissing(partial);
    refuseForeign(partial);
    const connection = await connect(partial);
    const { orm, native } = connection;
    close = () => orm.close(true);
    await bringUpToDate(connection, partial, { migrate: 'any' });
    return {
      ...{ path, partial, native },
      async finish() {
        native.pragma('wal_checkpoint(TRUNCATE)');
        await orm.close(true);
        syncToDisk(partial);
        putInPlace(partial, path);
        lock.release();
      },
      async close() {
        await orm.close(true);
        lock.release();
      },
    };
  } catch (error) {
    await close();
    lock.release();
    throw toDatabaseError(error, partial);
  }
}

function existingDirectory(file: string): string {
  try {
    return realPath(file);
  } catch (cause) {
    throw new SpyglassError('data_dir', `cannot create ${resolve(file)}: ${messageOf(cause)}`, { cause });
  }
}

function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}

function refuseWithoutRoom(path: string, bytes: number, freeBytes: number | null): void {
  if (freeBytes === null || freeBytes >= bytes) return;
  throw new SpyglassError(
    'database_full',
    `${path} will need about ${megabytes(bytes)}, and there are ${megabytes(freeBytes)}`,
    { hint: 'Nothing was copied. Free some disk space, or name a file on another disk.' },
  );
}
