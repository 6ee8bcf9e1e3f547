import type { Sql } from './connection/sql.ts';
import { type PartitionedTable, partitionedTables } from './partitions.ts';

export function isPartitioned(table: string): table is PartitionedTable {
  return partitionedTables.some((name) => name === table);
}

/**
 * A select of the trade dates that a table has partitions of, from the catalog: reads that go date by date look into no date
 * that is not there.
 */
export const datesOfPartitions = (table: PartitionedTable) => `
  select to_date(right(partition.relname, 8), 'YYYYMMDD') from pg_inherits
  join pg_class as partition on partition.oid = inhrelid where inhparent = '${table}'::regclass`;

/** The trade dates that a table has partitions of, oldest first. */
export async function datesWithPartitions(sql: Sql, table: PartitionedTable): Promise<string[]> {
  const rows = await sql.rows<[date: string]>(`${datesOfPartitions(table)} order by 1`);
  return rows.map(([date]) => date);
}
