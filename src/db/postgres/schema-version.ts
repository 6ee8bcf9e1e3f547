import { postgresMigrations } from '../../../migrations/postgres/list.ts';
import type { Sql } from './connection/sql.ts';

/** Last migration of a store that this version of Spyglass knows. */
export const newestSchemaVersion: string = postgresMigrations.at(-1)?.name ?? 'none';

/** Last migration that a store has been through; `none` before the first. */
export async function schemaVersion(sql: Sql): Promise<string> {
  const there = await sql.get<{ name: string | null }>(
    `select to_regclass('mikro_orm_migrations')::text as name`,
  );
  if (!there?.name) return 'none';
  const row = await sql.get<{ name: string }>(
    'select name from mikro_orm_migrations order by id desc limit 1',
  );
  return row?.name ?? 'none';
}
