import type { Sql } from './connection/sql.ts';

/** Tables whose rows get their ids from a sequence. */
export async function tablesWithIds(sql: Sql): Promise<string[]> {
  const rows = await sql.rows<[table: string]>(`
    select c.relname::text from pg_class as c join pg_attribute as a on a.attrelid = c.oid and a.attname = 'id'
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by 1`);
  return rows.map(([table]) => table);
}

/** The sequence of a table's ids, as an expression. */
export const sequenceOf = (table: string) => `pg_get_serial_sequence('${table}', 'id')::regclass`;

/** The last id that a table has given; 0 before the first. */
export async function lastIdOf(sql: Sql, table: string): Promise<number> {
  const row = await sql.get<{ id: number | null }>(
    `select pg_sequence_last_value(${sequenceOf(table)}) as id`,
  );
  return row?.id ?? 0;
}
