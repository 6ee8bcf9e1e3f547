import { migrations } from '../../../migrations/list.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { DatabaseConnection, NativeDatabase } from './connection.ts';
import { checkOurs } from './files/foreign-database.ts';

const known: readonly string[] = migrations.map(({ name }) => name);

/** Names of the migrations that a database has been through, oldest first; none in an empty file. */
function executedMigrations(native: NativeDatabase): string[] {
  const hasTable = native.prepare(`select 1 from sqlite_schema where name = 'mikro_orm_migrations'`).get();
  if (!hasTable) return [];
  return native.prepare<[], string>('select name from mikro_orm_migrations order by id').pluck().all();
}

/** Last migration that a database has been through; `none` before the first. */
export function schemaVersion(native: NativeDatabase): string {
  return executedMigrations(native).at(-1) ?? 'none';
}

/** Last migration that this version of Spyglass knows. */
export const newestSchemaVersion: string = known.at(-1) ?? 'none';

/**
 * Brings a database up to the newest schema, or checks that it is there already.
 *
 * Throws `SpyglassError`: `database_newer` when it has been through migrations that this version does not know,
 * `database_broken` when it belongs to another program, or is older and `migrate` is false.
 */
export async function bringUpToDate(
  { orm, native }: DatabaseConnection,
  path: string,
  migrate: boolean,
): Promise<void> {
  checkOurs(native, path);
  const executed = executedMigrations(native);
  const unknown = executed.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new SpyglassError(
      'database_newer',
      `${path} was written by a newer Spyglass (it has ${unknown.join(', ')}, this one knows up to ${newestSchemaVersion})`,
    );
  }
  if (known.every((name) => executed.includes(name))) return;
  if (!migrate) {
    throw new SpyglassError('database_broken', `${path} has an older schema (${executed.at(-1) ?? 'none'})`, {
      hint: 'Run `spyglass db migrate`, or start the daemon, which does the same.',
    });
  }
  await orm.migrator.up();
}
