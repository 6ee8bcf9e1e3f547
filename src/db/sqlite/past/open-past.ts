import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../../base/clock.ts';
import { SpyglassError } from '../../../base/errors.ts';
import type { CopyReason, CopyUnderWay, PastRecording } from '../../../recordings/recording.ts';
import { type DatabaseConnection, connectForReading, connectToCopy } from '../connection.ts';
import { createIfMissing, existingPath } from '../files/database-files.ts';
import { refuseStaleLog } from '../files/stale-log.ts';
import { bringUpToDate } from '../migrating/bring-up-to-date.ts';
import { freeBytesIn, planOf } from '../migrating/look-before-migrating.ts';
import { readerOf } from '../open-for-reading.ts';
import { checkKnown } from '../schema-version.ts';
import { sqliteCode, toDatabaseError } from '../sqlite-error.ts';
import { databaseBytes } from '../table-status.ts';
import { copyDatabase } from './copy-database.ts';
import { copyFiles, filesBytes } from './copy-files.ts';
import { refuseCopyWithoutRoom, toCopyError } from './copy-room.ts';
import { createPrivateDirectory, removeLeftovers } from './private-directory.ts';

export interface OpenPastOptions {
  path: string;
  /** Says as of when a copy is. */
  clock: Clock;
  /** Where a copy is made, in a directory of its own; by default the system's place for temporary files. */
  temporaryDirectory?: string;
  /** Called before a copy is made, once there is room for it: it may take minutes. Again where it has to begin anew. */
  onCopy?: (copy: CopyUnderWay) => void;
  /** Ends copying. A copy that is complete is brought up to date in one go. */
  signal?: AbortSignal;
  /** Bytes that are free in a directory; `null` where that is not known. By default what the file system says. */
  freeBytes?: (directory: string) => number | null;
}

/** A copy is thrown away after a failure, so that no migration of it is too large to do unasked. */
const noLimits = { rows: Number.POSITIVE_INFINITY, ms: Number.POSITIVE_INFINITY };

/** Times that files may change while they are copied. */
const attempts = 3;

/**
 * Opens any recording for reading: also one that another process records into, one in a directory that nothing may be written
 * to, and one of an older schema. The first is read where it lies. The others are copied where they must be, and the
 * copy is brought up to date; the recording itself is never changed. The copy is removed when the reader is closed. On
 * Unix nothing is left after a kill, either, unless it came while copying; the next call removes what that left.
 *
 * Throws `SpyglassError`: `no_data` where there is no file, `database_newer`, `database_broken`, `database_busy`, `database_full` where
 * there is no room for the copy, `data_dir`, `file`; and the reason of `signal`.
 */
export async function openPast(options: OpenPastOptions): Promise<PastRecording> {
  const path = existingPath(options.path);
  const { temporaryDirectory = tmpdir(), freeBytes = freeBytesIn } = options;
  const settings = { ...options, path, parent: temporaryDirectory, freeBytes };
  removeLeftovers(temporaryDirectory);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const connection = await connectInPlace(path);
    const reader = connection
      ? await readInPlaceOrCopy(connection, settings)
      : await openFileCopy(path, settings);
    if (reader) return reader;
  }
  throw new SpyglassError('database_busy', `another program keeps changing ${path} while it is copied`);
}

type Settings = OpenPastOptions & Required<Pick<OpenPastOptions, 'freeBytes'>> & { parent: string };

/** `null` where SQLite would have to make files beside the database, and cannot. */
async function connectInPlace(path: string): Promise<DatabaseConnection | null> {
  let connection: DatabaseConnection | null = null;
  try {
    refuseStaleLog(path);
    connection = await connectForReading(path);
    checkKnown(connection.native, path);
    return connection;
  } catch (error) {
    await connection?.orm.close(true);
    const code = sqliteCode(error) ?? '';
    // SQLite makes a log and its index, and plays back a journal, before it reads.
    const needsCopy = ['SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_IOERR_SHM'].some((prefix) =>
      code.startsWith(prefix),
    );
    if (needsCopy) return null;
    throw toDatabaseError(error, path);
  }
}

async function readInPlaceOrCopy(connection: DatabaseConnection, settings: Settings): Promise<PastRecording> {
  const { path, signal } = settings;
  const { orm, native } = connection;
  let isKept = false;
  try {
    const plan = planOf(native, path, noLimits);
    if (plan.pending.length === 0) {
      const reader = readerOf(connection, path, () => orm.close(true));
      isKept = true;
      return reader;
    }
    const bytes = databaseBytes(native);
    return await openCopy(settings, {
      ...{ bytes, neededBytes: bytes + plan.neededBytes, reason: 'older-schema' },
      expectedMs: plan.expectedMs,
      fill: (file) => copyDatabase(native, file, signal),
    });
  } catch (error) {
    throw toDatabaseError(error, path);
  } finally {
    if (!isKept) await orm.close(true);
  }
}

/** `null` where the files were changed meanwhile. */
async function openFileCopy(path: string, settings: Settings): Promise<PastRecording | null> {
  const bytes = filesBytes(path);
  let isWhole = true;
  const reader = openCopy(settings, {
    ...{ bytes, neededBytes: bytes, reason: 'read-only', expectedMs: null },
    async fill(file) {
      isWhole = await copyFiles(path, file, settings.signal);
      if (!isWhole) throw new Error('changed while it was copied');
    },
  });
  return reader.catch((error) => (isWhole ? Promise.reject(error) : null));
}

interface Copy {
  bytes: number;
  neededBytes: number;
  reason: CopyReason;
  expectedMs: number | null;
  fill: (file: string) => Promise<void>;
}

async function openCopy(settings: Settings, copy: Copy): Promise<PastRecording> {
  const { path, clock, parent, onCopy, signal } = settings;
  const { bytes, neededBytes, reason, expectedMs, fill } = copy;
  signal?.throwIfAborted();
  refuseCopyWithoutRoom({ path, parent, bytes: neededBytes, freeBytes: settings.freeBytes(parent) });
  const directory = createPrivateDirectory(parent);
  let connection: DatabaseConnection | null = null;
  const close = async () => {
    try {
      await connection?.orm.close(true);
    } finally {
      directory.release();
    }
  };
  try {
    onCopy?.({ path, directory: directory.path, bytes, reason, expectedMs });
    const asOf = clock.now();
    const file = join(directory.path, 'spyglass.sqlite');
    createIfMissing(file);
    await fill(file);
    connection = await connectToCopy(file);
    directory.removeNames();
    await migrateCopy(connection, settings);
    return readerOf(connection, path, close, { directory: directory.path, bytes, reason, asOf });
  } catch (error) {
    await close();
    throw toCopyError(error, path, parent);
  }
}

async function migrateCopy(connection: DatabaseConnection, settings: Settings): Promise<void> {
  const { path, parent, freeBytes } = settings;
  const { native } = connection;
  checkKnown(native, path);
  const { neededBytes } = planOf(native, path, noLimits);
  refuseCopyWithoutRoom({ path, parent, bytes: neededBytes, freeBytes: freeBytes(parent) });
  await bringUpToDate(connection, path, { migrate: 'any' });
  native.pragma('query_only = ON');
}
