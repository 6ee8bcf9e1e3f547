import type { DatabaseStatus, TableStatus } from '../../recordings/status.ts';
import { cacheEnds, ends, grouped, rebuiltEnds, type TableEnds } from '../rows/table-ends.ts';
import type { PostgresConnection, Sql } from './connection/sql.ts';
import { datesWithPartitions, isPartitioned } from './partition-dates.ts';
import { schemaVersion } from './schema-version.ts';

/** In the order in which they are shown. Of those with partitions the first and the last one have the ends. */
const tables: readonly TableEnds[] = [
  cacheEnds,
  ends('spy_quotes', 'timestamp'),
  ends('option_contracts', 'timestamp'),
  grouped('historical_prices', 'symbol', 'timeframe', 'bar_start'),
  ends('api_requests_log', 'timestamp'),
  ends('chain_polls', 'timestamp'),
  ends('poll_gaps', 'started_at'),
  grouped('chain_metrics', 'underlying', 'expiration_date', 'timestamp'),
  ends('exchange_days', 'created_at'),
  ends('alerts', 'timestamp'),
  grouped('recomputed_metrics', 'underlying', 'expiration_date', 'timestamp'),
  ends('archived_sessions', 'archived_at'),
  rebuiltEnds,
];

/** Up to here rows are counted: some tens of milliseconds. */
const maxCounted = 200_000;

/** Tables that are counted otherwise: polls know what they stored, and of these there are few. */
const rowTotals: Readonly<Record<string, string>> = {
  option_contracts: 'select coalesce(sum(stored), 0) as rows from chain_polls',
  chain_polls: 'select count(*) as rows from chain_polls',
};

// Each partition counts to its table. The server counts what is inserted and deleted; after a crash it begins anew, and the
// last ANALYZE is what is known.
const sizes = `
  select coalesce(whole.relname, part.relname)::text as table, sum(pg_total_relation_size(part.oid)) as bytes,
    sum(case when s.n_live_tup > 0 then s.n_live_tup else greatest(part.reltuples, 0) end) as rows
  from pg_class as part
  left join pg_inherits as i on i.inhrelid = part.oid
  left join pg_class as whole on whole.oid = i.inhparent
  left join pg_stat_user_tables as s on s.relid = part.oid
  where part.relnamespace = current_schema()::regnamespace and part.relkind = 'r'
  group by 1`;

/** @param name what people are shown of the store's URL */
export function createTableStatus(connection: PostgresConnection, name: string) {
  return {
    status: (): Promise<DatabaseStatus> =>
      connection.snapshot(async (sql) => {
        const sizeOf = new Map((await sql.all<Size>(sizes)).map((size) => [size.table, size]));
        const found: TableStatus[] = [];
        for (const table of tables) found.push(await statusOf(sql, table, sizeOf.get(table.table)));
        return {
          path: name,
          bytes: await databaseBytes(sql),
          schemaVersion: await schemaVersion(sql),
          tables: found,
        };
      }),
  };
}

interface Size {
  table: string;
  bytes: number;
  rows: number;
}

async function statusOf(sql: Sql, table: TableEnds, size: Size | undefined): Promise<TableStatus> {
  const about = Math.round(size?.rows ?? 0);
  const total = rowTotals[table.table];
  const isAbout = total === undefined && about > maxCounted;
  const counted = isAbout
    ? null
    : await sql.get<{ rows: number }>(total ?? `select count(*) as rows from ${table.table}`);
  return {
    table: table.table,
    rows: counted?.rows ?? about,
    ...(await endsOf(sql, table)),
    bytes: size?.bytes ?? 0,
    ...(isAbout && { isAbout: true as const }),
  };
}

async function endsOf(
  sql: Sql,
  { table, oldest, newest }: TableEnds,
): Promise<Pick<TableStatus, 'oldest' | 'newest'>> {
  if (!isPartitioned(table)) {
    const [first] = await sql.rows<[number | null]>(oldest);
    const [last] = await sql.rows<[number | null]>(newest);
    return { oldest: first?.[0] ?? null, newest: last?.[0] ?? null };
  }
  const dates = await datesWithPartitions(sql, table);
  return {
    oldest: await firstFound(dates, (date) => ofDate(sql, oldest, date)),
    newest: await firstFound(dates.toReversed(), (date) => ofDate(sql, newest, date)),
  };
}

async function ofDate(sql: Sql, end: string, date: string): Promise<number | null> {
  const [row] = await sql.rows<[number | null]>(`${end} where trade_date = $1`, [date]);
  return row?.[0] ?? null;
}

/** A partition is made before its first row, which may have been refused. */
async function firstFound(
  dates: readonly string[],
  find: (date: string) => Promise<number | null>,
): Promise<number | null> {
  for (const date of dates) {
    const found = await find(date);
    if (found !== null) return found;
  }
  return null;
}

/** Size of all that the server keeps of the database, in bytes. */
export async function databaseBytes(sql: Sql): Promise<number> {
  const row = await sql.get<{ bytes: number }>('select pg_database_size(current_database()) as bytes');
  return row?.bytes ?? 0;
}
