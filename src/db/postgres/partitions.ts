import type { SqlTransaction } from './connection/sql.ts';

/** The tables that have one partition for each trade date. */
export const partitionedTables = ['option_contracts', 'chain_polls', 'spy_quotes'] as const;
export type PartitionedTable = (typeof partitionedTables)[number];

/** The name of a table's partition of one trade date. */
export function partitionOf(table: PartitionedTable, date: string): string {
  return `${table}_${checkedDate(date).replaceAll('-', '')}`;
}

/** Makes the partitions of a trade date before its first row; asks the database once a date. */
export async function ensurePartitions(sql: SqlTransaction, date: string): Promise<void> {
  await sql.once(partitionsKey(date), async () => {
    const from = checkedDate(date);
    for (const table of partitionedTables) {
      const partition = partitionOf(table, date);
      const there = await sql.get<{ name: string | null }>('select to_regclass($1)::text as name', [
        partition,
      ]);
      if (there?.name) continue;
      // Made by itself and then attached: `partition of` would wait for every read of the whole table.
      await sql.run(`create table ${partition} (like ${table} including all)`);
      await sql.run(
        `alter table ${table} attach partition ${partition} for values from ('${from}') to (date '${from}' + 1)`,
      );
    }
  });
}

/** Removes a table's partition of one trade date with all its rows. */
export async function dropPartition(
  sql: SqlTransaction,
  table: PartitionedTable,
  date: string,
): Promise<void> {
  sql.again(partitionsKey(date));
  await sql.run(`drop table if exists ${partitionOf(table, date)}`);
}

const partitionsKey = (date: string) => `partitions of ${date}`;

/** A date that is written into a statement. */
function checkedDate(date: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new RangeError(`not a date: ${date}`);
  return date;
}
