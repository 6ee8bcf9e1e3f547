import { migrations } from '../../../migrations/list.ts';
import { type DatabaseConnection, connect } from './connection.ts';
import { existingPath } from './files/database-files.ts';
import { knownFile } from './files/file-watch.ts';
import { noteFiles, ownDatabase } from './files/own-database.ts';
import { bringUpToDate, schemaVersion } from './schema-version.ts';
import { toDatabaseError } from './sqlite-error.ts';

export interface MigrationReport {
  path: string;
  from: string;
  to: string;
  /** Migrations that it went through now, oldest first; none when it was up to date. */
  applied: string[];
  /** New path of a log that belonged to another file; `null` as a rule. */
  logSetAside: string | null;
}

/**
 * Brings an existing database up to this version's schema, as its owner.
 *
 * Throws `SpyglassError`: `no_data` where there is no file, `database_locked` while a daemon records into it, and what
 * opening throws.
 */
export async function migrateDatabase(options: { path: string; pid: number }): Promise<MigrationReport> {
  const path = existingPath(options.path);
  let logSetAside: string | null = null;
  const onLogSetAside = (aside: string) => {
    logSetAside = aside;
  };
  const lock = await ownDatabase(path, { pid: options.pid, onLogSetAside });
  let connection: DatabaseConnection | null = null;
  try {
    const opened = knownFile(path);
    connection = await connect(path);
    noteFiles(lock, opened);
    const from = schemaVersion(connection.native);
    await bringUpToDate(connection, path, true);
    const to = schemaVersion(connection.native);
    const names = migrations.map(({ name }) => name);
    const applied = names.slice(names.indexOf(from) + 1, names.indexOf(to) + 1);
    return { path, from, to, applied, logSetAside };
  } catch (error) {
    throw toDatabaseError(error, path);
  } finally {
    await connection?.orm.close(true);
    lock.release();
  }
}
