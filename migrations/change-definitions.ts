import type { AbstractSqlDriver } from '@mikro-orm/sql';
import type SqliteDatabase from 'better-sqlite3';

/** A change of the text that defines a table; `from` occurs in it exactly once. */
export interface DefinitionChange {
  table: string;
  from: string;
  to: string;
}

/** The connection that a migration runs on. The master transaction of all migrations is open on it. */
export async function nativeOf(driver: AbstractSqlDriver): Promise<SqliteDatabase.Database> {
  const connection = driver.getConnection() as unknown as {
    getNativeClient(): SqliteDatabase.Database | Promise<SqliteDatabase.Database>;
  };
  return await connection.getNativeClient();
}

/**
 * Changes CHECKs and computed columns in the definitions of tables, and no row. `alter table` cannot change a CHECK, and a table of ten
 * million rows made anew would take minutes and its own size again. SQLite describes this way, within a transaction, for
 * changes after which the stored rows are what they were: https://sqlite.org/lang_altertable.html#otheralter.
 * The rows must keep the new rules already: a caller only widens them.
 *
 * Throws `Error` where a table's text is not the expected one; the transaction then takes everything back.
 */
export function changeDefinitions(
  native: SqliteDatabase.Database,
  changes: readonly DefinitionChange[],
): void {
  const read = native
    .prepare<[string], string>(`select sql from sqlite_schema where type = 'table' and name = ?`)
    .pluck();
  const texts = new Map<string, string>();
  for (const { table, from, to } of changes) {
    const text = texts.get(table) ?? read.get(table) ?? '';
    if (text.split(from).length !== 2) {
      throw new Error(`The definition of ${table} is not the expected one: it does not hold once "${from}"`);
    }
    texts.set(
      table,
      text.replace(from, () => to),
    );
  }
  const version = Number(native.pragma('schema_version', { simple: true }));
  native.unsafeMode(true);
  try {
    native.pragma('writable_schema = on');
    const write = native.prepare(`update sqlite_schema set sql = ? where type = 'table' and name = ?`);
    for (const [table, text] of texts) write.run(text, table);
    // Makes this connection and every other one read the definitions again.
    native.pragma(`schema_version = ${version + 1}`);
    native.pragma('writable_schema = off');
  } finally {
    native.unsafeMode(false);
  }
  // A text that cannot be read fails here, while it can still be taken back.
  for (const table of texts.keys()) native.prepare(`select * from ${table} limit 1`).get();
}
