import type { PostgresConnection, SqlTransaction } from '../postgres/connection/sql.ts';
import { datesWithPartitions, isPartitioned } from '../postgres/partition-dates.ts';
import { ensurePartitions } from '../postgres/partitions.ts';
import { columnsOf as arraysOf, putRows, unnest } from '../postgres/put-rows.ts';
import { lastIdOf, sequenceOf } from '../postgres/used-ids.ts';
import type { PostgresWriter } from '../postgres/writer.ts';
import {
  batchRowsOf,
  type CopiedRow,
  type CopiedTable,
  type CopiedValue,
  type CopySource,
  type CopyTarget,
} from './copied-rows.ts';

type Values = [id: number, ...CopiedValue[]];

const columnsOf = ({ columns }: CopiedTable) => columns.map(({ name }) => `"${name}"`).join(', ');

/** Rows of a store that nobody records into meanwhile. */
export function storeSource(connection: PostgresConnection, name: string): CopySource {
  return {
    name,
    expectedRows: (table) => countRows(connection, table),
    async *batches(table) {
      for (const date of await datesOf(connection, table)) {
        const text = `select ${columnsOf(table)} from ${table.name}
          where id > $1 ${date === null ? '' : 'and trade_date = $3'} order by id limit $2`;
        for (let after = 0; ; ) {
          const values = [after, batchRowsOf(table), ...(date === null ? [] : [date])];
          const rows = await connection.rows<Values>(text, values);
          if (rows.length === 0) break;
          after = rows.at(-1)![0];
          yield rows.map((row) => ({ id: row[0], date, values: row }));
        }
      }
    },
    async lastIds(tables) {
      const ids = new Map<string, number>();
      for (const { name: table } of tables) ids.set(table, await lastIdOf(connection, table));
      return ids;
    },
  };
}

/** A store under a lease. */
export function storeTarget(
  connection: PostgresConnection,
  { write }: PostgresWriter,
  name: string,
): CopyTarget {
  const find = async (table: CopiedTable, columns: string, rows: readonly CopiedRow[]) => {
    const found: Values[] = [];
    for (const [date, some] of byDate(rows)) {
      const ids = some.map(({ id }) => id);
      const text = `select ${columns} from ${table.name}
        where id = any ($1::bigint[]) ${date === null ? '' : 'and trade_date = $2'}`;
      found.push(...(await connection.rows<Values>(text, date === null ? [ids] : [ids, date])));
    }
    return found;
  };
  return {
    name,
    countRows: (table) => countRows(connection, table),
    idsOf: async (table, rows) => new Set((await find(table, 'id', rows)).map(([id]) => id)),
    rowsOf: async (table, rows) =>
      new Map((await find(table, columnsOf(table), rows)).map((values) => [values[0], values])),
    put: (table, rows) => write((sql) => put(sql, table, rows)),
    raiseIds: (lastIds) =>
      write(async (sql) => {
        for (const [table, id] of lastIds) await raiseId(sql, table, id);
      }),
  };
}

async function put(sql: SqlTransaction, table: CopiedTable, rows: readonly CopiedRow[]): Promise<string[]> {
  const dates = [...byDate(rows).keys()].filter((date) => date !== null);
  for (const date of dates) await ensurePartitions(sql, date);
  const types = table.columns.map(({ type }) => type);
  const dated = table.datedBy !== null;
  const text = `
    insert into ${table.name} (${columnsOf(table)}${dated ? ', trade_date' : ''})
    select * from ${unnest(dated ? [...types, 'date'] : types)} on conflict do nothing`;
  const width = types.length + (dated ? 1 : 0);
  const refused = await putRows(sql, rows, (some) =>
    sql.run(
      text,
      arraysOf(
        some.map(({ values, date }) => (dated ? [...values, date] : values)),
        width,
      ),
    ),
  );
  return refused.map(({ reason }) => reason);
}

function byDate(rows: readonly CopiedRow[]): Map<string | null, CopiedRow[]> {
  return Map.groupBy(rows, ({ date }) => date);
}

/** The trade dates of a table's partitions; one `null` where it has none. */
const datesOf = (connection: PostgresConnection, { name }: CopiedTable): Promise<(string | null)[]> =>
  isPartitioned(name) ? datesWithPartitions(connection, name) : Promise.resolve([null]);

/** Date by date, so that no statement takes long. */
async function countRows(connection: PostgresConnection, table: CopiedTable): Promise<number> {
  let rows = 0;
  for (const date of await datesOf(connection, table)) {
    const counted = await connection.get<{ rows: number }>(
      `select count(*) as rows from ${table.name} ${date === null ? '' : 'where trade_date = $1'}`,
      date === null ? [] : [date],
    );
    rows += counted?.rows ?? 0;
  }
  return rows;
}

async function raiseId(sql: SqlTransaction, table: string, id: number): Promise<void> {
  if (id > (await lastIdOf(sql, table))) await sql.run(`select setval(${sequenceOf(table)}, $1)`, [id]);
}
