import type { Sql } from './connection/sql.ts';
import { type PartitionedTable, partitionedTables } from './partitions.ts';

export function isPartitioned(table: string): table is PartitionedTable {
  return partitionedTables.some((name) => name === table);
}

/**
 * A select of the trade dates that a table has partitions of, from the catalog: reads that go date by date look into no date
 * that is not there. `offset` keeps conditions on the date from being asked of the names of all other tables first.
 */
export const datesOfPartitions = (table: PartitionedTable) => `
  select date from (
    select to_date(substring(partition.relname from '_([0-9]{8})$'), 'YYYYMMDD') as date from pg_inherits
    join pg_class as partition on partition.oid = inhrelid where inhparent = '${table}'::regclass offset 0) as day`;

/** The trade dates that a table has partitions of, oldest first. */
export async function datesWithPartitions(sql: Sql, table: PartitionedTable): Promise<string[]> {
  const rows = await sql.rows<[date: string]>(`${datesOfPartitions(table)} order by 1`);
  return rows.map(([date]) => date);
}
