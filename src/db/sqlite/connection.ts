import { MikroORM } from '@mikro-orm/sqlite';
import type SqliteDatabase from 'better-sqlite3';
import { busyTimeoutMs, ormOptions } from './orm-options.ts';

/** better-sqlite3's connection, which the ORM and the prepared statements of the hot paths share. */
export type NativeDatabase = SqliteDatabase.Database;

export interface DatabaseConnection {
  orm: MikroORM;
  native: NativeDatabase;
}

/** Opens the file for writing and sets what holds for every connection that writes. Reads nothing of the schema. */
export async function connect(path: string, timeoutMs = busyTimeoutMs): Promise<DatabaseConnection> {
  const connection = await open(path, { timeout: timeoutMs, fileMustExist: true });
  await orClose(connection, ({ native }) => {
    // Must come before anything is written to a new file; on an existing one it changes nothing.
    native.pragma('auto_vacuum = INCREMENTAL');
    native.pragma('journal_mode = WAL');
    // With WAL a power cut may lose the last commits and never the database.
    native.pragma('synchronous = NORMAL');
    native.pragma('foreign_keys = ON');
    native.pragma('temp_store = MEMORY');
    native.pragma('cache_size = -8192');
    // In pages, if `log-copier.ts` has not copied them long before.
    native.pragma('wal_autocheckpoint = 16000');
    // Returns the room that one large transaction (a prune, a migration) took in the log.
    native.pragma('journal_size_limit = 67108864');
  });
  return connection;
}

/** Opens an existing file for reading; every write through it fails. */
export async function connectForReading(path: string): Promise<DatabaseConnection> {
  const connection = await open(path, { timeout: busyTimeoutMs, fileMustExist: true, readonly: true });
  await orClose(connection, ({ native }) => native.pragma('temp_store = MEMORY'));
  return connection;
}

/**
 * Opens a temporary copy that nobody else opens, so that it needs no file beside it, and its name no more. A log beside it
 * is taken in. What fails half-way leaves the copy of no use. `query_only` makes it one for reading.
 */
export async function connectToCopy(path: string): Promise<DatabaseConnection> {
  const connection = await open(path, { timeout: 0, fileMustExist: true });
  await orClose(connection, ({ native }) => {
    // Before the first read: the index of a log is then kept in memory.
    native.pragma('locking_mode = EXCLUSIVE');
    native.pragma('schema_version');
    native.pragma('journal_mode = DELETE');
    // Nothing of it is worth keeping after a failure. The driver allows this in unsafe mode only.
    native.unsafeMode(true);
    native.pragma('journal_mode = OFF');
    native.unsafeMode(false);
    native.pragma('synchronous = OFF');
    native.pragma('foreign_keys = ON');
    native.pragma('temp_store = MEMORY');
    native.pragma('cache_size = -8192');
  });
  return connection;
}

async function open(path: string, driverOptions: SqliteDatabase.Options): Promise<DatabaseConnection> {
  const orm = new MikroORM(ormOptions(path, { driverOptions }));
  const native = await orm.driver.getConnection().getNativeClient();
  return { orm, native };
}

async function orClose(
  connection: DatabaseConnection,
  prepare: (connection: DatabaseConnection) => void,
): Promise<void> {
  try {
    prepare(connection);
  } catch (error) {
    await connection.orm.close(true);
    throw error;
  }
}
