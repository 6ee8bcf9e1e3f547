/** Databases of an earlier version, from its dump. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';

/** The version whose next migration makes the levels anew. */
export const oldVersion = 'Migration20261127120600_alerts';

/** Makes a database of that version, with rows of each kind. */
export function oldDatabase(file: string): string {
  const raw = new SqliteDatabase(file);
  raw.exec(readFileSync(path.join(import.meta.dirname, 'versions', `${oldVersion}.sql`), 'utf8'));
  raw.close();
  return file;
}

/** Gives the last contract the number that it would have after ten million, which a plan goes by. */
export function seemsLarge(file: string): void {
  const raw = new SqliteDatabase(file);
  raw
    .prepare(`update option_contracts set id = 10000000 where id = (select max(id) from option_contracts)`)
    .run();
  raw.close();
}

/** Every row of each table, by table. */
export function rowsOf(file: string): Record<string, unknown[]> {
  const raw = new SqliteDatabase(file, { readonly: true });
  try {
    const tables = raw
      .prepare<[], string>(
        `select name from sqlite_schema where type = 'table' and name not like 'sqlite%' order by name`,
      )
      .pluck()
      .all();
    return Object.fromEntries(tables.map((table) => [table, raw.prepare(`select * from ${table}`).all()]));
  } finally {
    raw.close();
  }
}
