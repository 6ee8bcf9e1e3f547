import { SpyglassError } from '../../base/errors.ts';
import type { Sql } from '../postgres/connection/sql.ts';
import type { ColumnType } from '../postgres/put-rows.ts';
import type { NativeDatabase } from '../sqlite/connection.ts';
import type { CopiedTable } from './copied-rows.ts';
import { datingColumn } from './dated-by.ts';

/**
 * Tables whose rows do not change once they are recorded, the largest first. All others come after them: what a daemon
 * changes while one copy of its database was cut and before the next one begins is as little as it can be.
 */
const unchanging = ['option_contracts', 'spy_quotes', 'chain_polls', 'chain_metrics', 'api_requests_log'];

const columnTypes: Readonly<Record<string, ColumnType>> = {
  text: 'text',
  'character varying': 'text',
  date: 'date',
  bigint: 'float8',
  integer: 'float8',
  'double precision': 'float8',
};

// The types of domains are those that they are made of. What the store computes by itself is left out.
const storeColumns = `
  select c.relname::text as table, a.attname::text as column,
    format_type(coalesce(nullif(t.typbasetype, 0), t.oid), null) as type
  from pg_class as c
  join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  join pg_type as t on t.oid = a.atttypid
  where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`;

/**
 * The tables of a database with their columns, as both sides have them; those that the store alone has are left out.
 *
 * Throws `SpyglassError` (`store`) where a table or a column of the database is missing in the store, or the other way round.
 */
export async function copiedTables(native: NativeDatabase, store: Sql): Promise<CopiedTable[]> {
  const columns = await store.all<{ table: string; column: string; type: string }>(storeColumns);
  const names = native
    .prepare<[], string>(
      `select name from sqlite_schema where type = 'table' and name not like 'sqlite%' and name <> 'mikro_orm_migrations'`,
    )
    .pluck()
    .all();
  const place = (name: string) =>
    (unchanging.indexOf(name) + unchanging.length + 1) % (unchanging.length + 1);
  return names
    .toSorted((one, other) => place(one) - place(other) || (one < other ? -1 : 1))
    .map((name) =>
      tableOf(
        name,
        native,
        columns.filter(({ table }) => table === name),
      ),
    );
}

function tableOf(
  name: string,
  native: NativeDatabase,
  inStore: readonly { column: string; type: string }[],
): CopiedTable {
  const inDatabase = native
    .prepare<[string], string>('select name from pragma_table_xinfo(?) where hidden = 0')
    .pluck()
    .all(name);
  const types = new Map(inStore.map(({ column, type }) => [column, columnTypes[type]]));
  const expected = datingColumn(name) === null ? inDatabase : [...inDatabase, 'trade_date'];
  const odd = [
    ...expected.filter((column) => !types.has(column)),
    ...[...types.keys()].filter((column) => !expected.includes(column)),
  ];
  if (odd.length > 0)
    throw new SpyglassError('store', `only one of the two has ${name}.${odd.join(', ')}`, {
      hint: 'Run `spyglass db migrate`, which brings both to this version’s schema.',
    });
  const columns = inDatabase.map((column) => ({ name: column, type: types.get(column)! }));
  columns.sort((one, other) => Number(other.name === 'id') - Number(one.name === 'id'));
  return { name, columns, datedBy: datingColumn(name) };
}
