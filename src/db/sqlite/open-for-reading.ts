import type { PastRecording, RecordingCopy, RecordingReader } from '../../recordings/recording.ts';
import { type DatabaseConnection, connectForReading } from './connection.ts';
import { existingPath } from './files/database-files.ts';
import { createMaintenance } from './maintenance.ts';
import { assembleStores } from './open-database.ts';
import { bringUpToDate } from './migrating/bring-up-to-date.ts';
import { guarded, toDatabaseError } from './sqlite-error.ts';
import { refuseStaleLog } from './files/stale-log.ts';

/**
 * Opens an existing database for reading, beside its owner or without one. Takes no lock that an owner would notice and
 * writes nothing into the database (SQLite may create its `-wal` and `-shm` beside it).
 *
 * Throws `SpyglassError`: `no_data` where there is no file yet, `database_newer`, `database_broken` (also when its schema
 * is older than this version's, or the log beside it is another file's), `data_dir`.
 */
export async function openForReading(options: {
  path: string;
  /** Its owner is this process, which knows whose the log is: a look at its files would let go of its locks. */
  isOwnProcess?: boolean;
}): Promise<RecordingReader> {
  const path = existingPath(options.path);
  let connection: DatabaseConnection | null = null;
  try {
    if (!options.isOwnProcess) refuseStaleLog(path);
    connection = await connectForReading(path);
    await bringUpToDate(connection, path, { migrate: 'none' });
    const { orm } = connection;
    return readerOf(connection, path, () => orm.close(true));
  } catch (error) {
    await connection?.orm.close(true);
    throw toDatabaseError(error, path);
  }
}

/**
 * A database that is open for reading, as a reader.
 * @param close called once
 */
export function readerOf(
  connection: DatabaseConnection,
  path: string,
  close: () => Promise<void>,
  copy: RecordingCopy | null = null,
): PastRecording {
  let closing: Promise<void> | null = null;
  return {
    ...{ path, copy },
    ...assembleStores(connection, path),
    ...(copy && { maintenance: guarded(createMaintenance(connection.native, path, 'off'), path) }),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
