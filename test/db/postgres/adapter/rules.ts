import { sqlState } from '../../../../src/db/postgres/postgres-error.ts';
import { ensurePartitions, partitionedTables } from '../../../../src/db/postgres/partitions.ts';
import type { SqlValue } from '../../../../src/db/postgres/connection/sql.ts';
import { type OpenTables, testRules } from '../../rules/test-rules.ts';
import type { OpenStore } from './open-store.ts';

const date = '2026-11-23';

/** The tables must take and refuse what those of SQLite do. */
export function testTableRules(open: OpenStore): void {
  const openTables: OpenTables = async (t) => {
    const { connection } = await open(t);
    await connection.transaction((sql) => ensurePartitions(sql, date));
    const isPartitioned = (table: string) => partitionedTables.some((name) => name === table);
    return {
      async insert(table, row) {
        const whole = isPartitioned(table) ? { ...row, trade_date: date } : row;
        const columns = Object.keys(whole);
        const values = columns.map((_, index) => `$${index + 1}`);
        try {
          await connection.run(
            `insert into ${table} (${columns.join(', ')}) values (${values.join(', ')})`,
            Object.values(whole) as SqlValue[],
          );
          return 'taken';
        } catch (error) {
          const state = sqlState(error) ?? '';
          if (state === '23505') return 'twice';
          if (/^2[23]/.test(state)) return 'refused';
          throw error;
        }
      },
      empty: async (table) => void (await connection.run(`delete from ${table}`)),
      rows: (select) => connection.all(select),
      now: async () => (await connection.get<{ now: number }>('select now_ms() as now'))!.now,
    };
  };
  testRules(openTables, { takesAllDates: true });
}
