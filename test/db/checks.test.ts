import SqliteDatabase from 'better-sqlite3';
import { newDatabase } from './fixtures.ts';
import { type OpenTables, testRules } from './rules/test-rules.ts';

const open: OpenTables = async (t) => {
  const { db, path } = await newDatabase(t);
  await db.close();
  const raw = new SqliteDatabase(path);
  t.teardown(() => raw.close());
  return {
    async insert(table, row) {
      const columns = Object.keys(row);
      try {
        raw
          .prepare(
            `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
          )
          .run(...Object.values(row));
        return 'taken';
      } catch (error) {
        const { code } = error as { code?: string };
        if (code === 'SQLITE_CONSTRAINT_UNIQUE') return 'twice';
        if (code === 'SQLITE_CONSTRAINT_CHECK' || code === 'SQLITE_CONSTRAINT_NOTNULL') return 'refused';
        throw error;
      }
    },
    empty: async (table) => void raw.exec(`delete from ${table}`),
    rows: async (select) => raw.prepare(select).all() as Record<string, unknown>[],
    now: async () => Number(raw.prepare(`select unixepoch('now') * 1000`).pluck().get()),
  };
};

testRules(open);
