import type { MikroORM } from '@mikro-orm/core';
import type { AbstractSqlConnection, Transaction } from '@mikro-orm/postgresql';
import { postgresMigrations } from '../../../migrations/postgres/list.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { Sql } from './connection/sql.ts';
import { leaseLost, lockLease, type WriterLease } from './writer.ts';

const known: readonly string[] = postgresMigrations.map(({ name }) => name);

/** Last migration of a store that this version of Spyglass knows. */
export const newestSchemaVersion: string = known.at(-1) ?? 'none';

/** Names of the migrations that a store has been through, oldest first; none in an empty one. */
export async function executedMigrations(sql: Sql): Promise<string[]> {
  const table = await sql.get<{ name: string | null }>(
    `select to_regclass('mikro_orm_migrations')::text as name`,
  );
  if (!table?.name) return [];
  const rows = await sql.all<{ name: string }>('select name from mikro_orm_migrations order by id');
  return rows.map(({ name }) => name);
}

/** Last migration that a store has been through; `none` before the first. */
export async function schemaVersion(sql: Sql): Promise<string> {
  return (await executedMigrations(sql)).at(-1) ?? 'none';
}

/**
 * Whether a store has no tables yet, the schema of an older version, or this one's.
 *
 * Throws `SpyglassError`: `database_newer` when it has been through migrations that this version does not know,
 * `database_broken` when it holds tables of another program.
 *
 * @param name what people are shown of the store's URL
 */
export async function schemaState(
  sql: Sql,
  name: string,
  versions = known,
): Promise<'empty' | 'older' | 'current'> {
  const executed = await executedMigrations(sql);
  const unknown = executed.filter((migration) => !versions.includes(migration));
  if (unknown.length > 0) {
    throw new SpyglassError(
      'database_newer',
      `${name} was written by a newer Spyglass (it has ${unknown.join(', ')}, this one knows up to ${versions.at(-1)})`,
      {
        hint: 'Upgrade Spyglass here: all daemons of a desk must have the same schema. Nothing was changed.',
      },
    );
  }
  if (executed.length === versions.length) return 'current';
  if (executed.length > 0) return 'older';
  const foreign = await sql.get<{ name: string }>(
    `select relname as name from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
     and relname <> 'mikro_orm_migrations' limit 1`,
  );
  if (!foreign) return 'empty';
  throw new SpyglassError(
    'database_broken',
    `${name} holds tables of another program (${foreign.name}): it is no recording`,
    { hint: 'Name an empty database in store.url. Nothing was changed.' },
  );
}

/** What somebody is told who cannot bring an older store up to date. */
export async function olderSchema(sql: Sql, name: string, versions = known): Promise<SpyglassError> {
  const version = await schemaVersion(sql);
  return new SpyglassError(
    'migration_needed',
    `${name} has an older schema (${version}; this version of Spyglass needs ${versions.at(-1)})`,
    {
      hint: 'The next recorder of this version brings it up to date. Stop the one of the older version, and upgrade every machine of the desk. Nothing was changed.',
    },
  );
}

/** As far as migrating needs the ORM, of either driver. */
export type MigratingOrm = Pick<MikroORM, 'migrator'> & {
  driver: { getConnection(): AbstractSqlConnection };
};

/** Gives an empty store its first tables. Of several daemons that find it empty, one does, and the others wait. */
export async function createSchema(orm: MigratingOrm): Promise<void> {
  // The number is of this program alone: `SPYGLASS` on the keys of a telephone.
  await migrate(orm, async (run) => void (await run('select pg_advisory_xact_lock(77945277)')));
}

/** Brings a store up to date under the lease, in one transaction. Throws `SpyglassError` (`lease_lost`). */
export async function migrateUnder(orm: MigratingOrm, { market, token }: WriterLease): Promise<void> {
  await migrate(orm, async (run) => {
    if ((await run(lockLease.replaceAll(/\$\d/g, '?'), [market, token])).length === 0)
      throw leaseLost(market);
  });
}

type Run = (statement: string, values?: unknown[]) => Promise<unknown[]>;

async function migrate(orm: MigratingOrm, lock: (run: Run) => Promise<void>): Promise<void> {
  const connection = orm.driver.getConnection();
  await connection.transactional(async (transaction: Transaction) => {
    const run: Run = (statement, values = []) => connection.execute(statement, values, 'all', transaction);
    await lock(run);
    // An index on years of rows takes longer than any statement may.
    await run('set local statement_timeout = 0');
    await orm.migrator.up({ transaction });
  });
}
