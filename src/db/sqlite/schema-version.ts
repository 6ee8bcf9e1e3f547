import { migrations } from '../../../migrations/list.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { NativeDatabase } from './connection.ts';
import { checkOurs } from './files/foreign-database.ts';

const known: readonly string[] = migrations.map(({ name }) => name);

/** Names of the migrations that a database has been through, oldest first; none in an empty file. */
export function executedMigrations(native: NativeDatabase): string[] {
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
 * Checks that a database is one that this version can read or migrate.
 *
 * Throws `SpyglassError`: `database_newer` when it has been through migrations that this version does not know,
 * `database_broken` when it belongs to another program.
 */
export function checkKnown(native: NativeDatabase, path: string): void {
  checkOurs(native, path);
  const unknown = executedMigrations(native).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new SpyglassError(
    'database_newer',
    `${path} was written by a newer Spyglass (it has ${unknown.join(', ')}, this one knows up to ${newestSchemaVersion})`,
  );
}
