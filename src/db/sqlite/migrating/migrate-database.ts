import { type DatabaseConnection, connect } from '../connection.ts';
import { backUp } from '../files/backup.ts';
import { existingPath } from '../files/database-files.ts';
import { knownFile } from '../files/file-watch.ts';
import { noteFiles, ownDatabase } from '../files/own-database.ts';
import { checkKnown } from '../schema-version.ts';
import { toDatabaseError } from '../sqlite-error.ts';
import { bringUpToDate } from './bring-up-to-date.ts';
import { planOf } from './look-before-migrating.ts';
import { type LargeLimits, type MigrationPlan, refuseLarge, refuseWithoutRoom } from './migration-plan.ts';

export interface MigrationReport {
  path: string;
  from: string;
  to: string;
  /** Migrations that it went through now, oldest first; none when it was up to date. */
  applied: string[];
  /** The copy of the database as it was before; `null` where the migration was a small one. */
  backup: string | null;
  /** New path of a log that belonged to another file; `null` as a rule. */
  logSetAside: string | null;
}

export interface MigrateOptions {
  path: string;
  pid: number;
  /** Asked with what is due, before anything is written; `false` leaves the database as it is. Without it large ones are refused. */
  agree?: (plan: MigrationPlan) => boolean | Promise<boolean>;
  limits?: LargeLimits;
}

/**
 * Brings an existing database up to this version's schema, as its owner. A large migration begins with a backup beside the
 * database. All of it is one transaction: ended half-way, it leaves the database as it was, and the next run does it again.
 *
 * Returns `null` where `agree` said no. Throws `SpyglassError`: `no_data` where there is no file, `database_locked` while a daemon
 * records into it, `database_full` where the room is lacking, `migration_needed`, and what opening throws.
 */
export async function migrateDatabase(options: MigrateOptions): Promise<MigrationReport | null> {
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
    checkKnown(connection.native, path);
    const plan = planOf(connection.native, path, options.limits);
    const { from, to, pending: applied } = plan;
    let backup: string | null = null;
    if (applied.length > 0) {
      if (!options.agree) refuseLarge(plan);
      else if (!(await options.agree(plan))) return null;
      refuseWithoutRoom(plan);
      if (plan.backup) backup = (await backUp(connection.native, path, plan.backup.path)).path;
      await bringUpToDate(connection, path, { migrate: 'any' });
    }
    return { path, from, to, applied, backup, logSetAside };
  } catch (error) {
    throw toDatabaseError(error, path);
  } finally {
    await connection?.orm.close(true);
    lock.release();
  }
}
