import type { Clock } from '../../base/clock.ts';
import { type Connection, connectForReading } from './connection.ts';
import { existingPath } from './files/database-files.ts';
import { assembleStores, type Database } from './open-database.ts';
import { bringUpToDate } from './schema-version.ts';
import { toDatabaseError } from './sqlite-error.ts';
import { refuseStaleLog } from './files/stale-log.ts';

/** What can be asked of a database without being its owner. */
export interface DatabaseReader {
  readonly path: string;
  readonly quotes: Pick<Database['quotes'], 'latest' | 'ofDay'>;
  readonly chains: Pick<Database['chains'], 'latest' | 'at' | 'expirations' | 'lastPollAt'>;
  readonly bars: Pick<Database['bars'], 'range' | 'lastStart'>;
  readonly cache: Pick<Database['cache'], 'get' | 'count'>;
  readonly apiLog: Pick<Database['apiLog'], 'since' | 'last' | 'usage'>;
  readonly exchangeDays: Pick<Database['exchangeDays'], 'all'>;
  readonly gaps: Pick<Database['gaps'], 'ofSession' | 'coverage'>;
  readonly levels: Pick<Database['levels'], 'latest' | 'at' | 'ofSession'>;
  readonly retention: Pick<Database['retention'], 'plan'>;
  readonly maintenance: Database['maintenance'];
  status: Database['status'];
  close(): Promise<void>;
}

/**
 * Opens an existing database for reading, beside its owner or without one. Takes no lock that an owner would notice and
 * writes nothing into the database (SQLite may create its `-wal` and `-shm` beside it).
 *
 * Throws `SpyglassError`: `no_data` where there is no file yet, `database_newer`, `database_broken` (also when its schema
 * is older than this version's, or the log beside it is another file's), `data_dir`.
 */
export async function openForReading(options: { path: string; clock: Clock }): Promise<DatabaseReader> {
  const path = existingPath(options.path);
  let connection: Connection | null = null;
  try {
    refuseStaleLog(path);
    connection = await connectForReading(path);
    await bringUpToDate(connection, path, false);
    const stores = assembleStores(connection, path, options.clock);
    const { orm } = connection;
    let closing: Promise<void> | null = null;
    return {
      path,
      ...stores,
      close: () => {
        closing ??= orm.close(true);
        return closing;
      },
    };
  } catch (error) {
    await connection?.orm.close(true);
    throw toDatabaseError(error, path);
  }
}
