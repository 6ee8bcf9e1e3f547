import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { migrations } from '../../../../migrations/list.ts';
import { type DatabaseConnection, connectForReading, type NativeDatabase } from '../connection.ts';
import { existingPath, logBytes } from '../files/database-files.ts';
import { refuseStaleLog } from '../files/stale-log.ts';
import { largeLimits, type LargeLimits, type MigrationPlan, planMigration } from './migration-plan.ts';
import { checkKnown, executedMigrations } from '../schema-version.ts';
import { toDatabaseError } from '../sqlite-error.ts';
import { databaseBytes } from '../table-status.ts';

/**
 * What migrating a database would take, beside its owner or without one; writes nothing.
 *
 * Throws `SpyglassError`: `no_data` where there is no file, and what opening for reading throws but for an older schema.
 */
export async function lookBeforeMigrating(options: {
  path: string;
  limits?: LargeLimits | undefined;
}): Promise<MigrationPlan> {
  const path = existingPath(options.path);
  let connection: DatabaseConnection | null = null;
  try {
    refuseStaleLog(path);
    connection = await connectForReading(path);
    checkKnown(connection.native, path);
    return planOf(connection.native, path, options.limits);
  } catch (error) {
    throw toDatabaseError(error, path);
  } finally {
    await connection?.orm.close(true);
  }
}

/** The plan of a database that is open. */
export function planOf(
  native: NativeDatabase,
  path: string,
  limits: LargeLimits = largeLimits,
): MigrationPlan {
  const executed = executedMigrations(native);
  const from = executed.at(-1) ?? 'none';
  const pending = migrations
    .filter(({ name }) => !executed.includes(name))
    .map(({ name, rewrites = 'all' as const, reads = 'all' as const }) => ({ name, rewrites, reads }));
  return planMigration(
    {
      ...{ path, from, pending, rows: rowsOf(native), freeBytes: freeBytesIn(dirname(path)) },
      bytes: databaseBytes(native) + logBytes(path),
      backupPath: backupPathFor(path, from),
    },
    limits,
  );
}

/** By the ends of each table, which takes no time; to count ten million rows takes a second or more from a cold disk. */
function rowsOf(native: NativeDatabase): Record<string, number> {
  const tables = native
    .prepare<[], string>(
      `select name from sqlite_schema where type = 'table' and name not like 'sqlite%' and name <> 'mikro_orm_migrations'`,
    )
    .pluck()
    .all();
  return Object.fromEntries(
    tables.map((table) => {
      const end = (which: 'min' | 'max') => `(select ${which}(rowid) from \`${table}\`)`;
      const rows = native.prepare<[], number | null>(`select ${end('max')} - ${end('min')} + 1`).pluck();
      return [table, rows.get() ?? 0];
    }),
  );
}

/** What is free on the disk of a directory, for this user; `null` where that is not known. */
export function freeBytesIn(directory: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize;
  } catch {
    // Not every file system says; a full disk is then met while migrating, and everything taken back.
    return null;
  }
}

/** A backup of an earlier run that was ended is kept, and never taken for this run's: the daemon may have recorded since. */
function backupPathFor(path: string, from: string): string {
  const first = `${path}.${from.replace('Migration', '')}`;
  for (let number = 2, file = first; ; number += 1) {
    if (!existsSync(file)) return file;
    file = `${first}.${number}`;
  }
}
