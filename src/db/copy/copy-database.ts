import type { Sql } from '../postgres/connection/sql.ts';
import { copiedTables } from './copied-tables.ts';
import { openDatabaseToRead, openDatabaseToWrite } from './copied-database.ts';
import type { StoreToCopy } from './copied-store.ts';
import type { CopyReport } from '../../recordings/shared/copy-report.ts';
import { copyRows, type CopyRun } from './copy-rows.ts';
import { sqliteSource, sqliteTarget } from './sqlite-side.ts';
import { storeSource, storeTarget } from './store-side.ts';

/**
 * Copies a database into a store, beside a daemon that records into the database or without one. Run again after it was cut, it
 * goes on. Rows of the store are never changed.
 *
 * Throws `SpyglassError` as `openDatabaseToRead` does, and `store`, `lease_lost`; the signal's reason when it is stopped.
 */
export async function copyToStore(
  databasePath: string,
  store: StoreToCopy,
  run: CopyRun,
): Promise<CopyReport> {
  const { path, native, close } = await openDatabaseToRead(databasePath);
  try {
    const tables = await copiedTables(native, store.connection);
    const target = storeTarget(store.connection, store.writer, store.name);
    return await copyRows(sqliteSource(native, path), target, tables, run);
  } finally {
    await close();
  }
}

/**
 * Copies a store into a new database, which has its name once every row was compared; until then it is `FILE.partial`, with which
 * the next run goes on.
 *
 * Throws `SpyglassError` as `openDatabaseToWrite` does, and `store`; the signal's reason when it is stopped.
 */
export async function copyFromStore(
  target: { file: string; pid: number; freeBytes?: (directory: string) => number | null },
  store: StoreToCopy,
  run: CopyRun,
): Promise<CopyReport & { partial: string | null }> {
  const database = await openDatabaseToWrite({ ...target, neededBytes: await sizeOf(store.connection) });
  let isFinished = false;
  try {
    const { native, path, partial } = database;
    const tables = await copiedTables(native, store.connection);
    const source = storeSource(store.connection, store.name);
    const report = await copyRows(source, sqliteTarget(native, path), tables, run);
    if (report.isSame) {
      await database.finish();
      isFinished = true;
    }
    return { ...report, partial: isFinished ? null : partial };
  } finally {
    if (!isFinished) await database.close();
  }
}

/** Rows take less room in SQLite than with a server, whose own tables are left out. */
async function sizeOf(sql: Sql): Promise<number> {
  const row = await sql.get<{ bytes: number }>(
    `select coalesce(sum(pg_total_relation_size(oid)), 0) as bytes from pg_class
     where relnamespace = current_schema()::regnamespace and relkind = 'r' and relname not like 'recorded\\_%'`,
  );
  return row?.bytes ?? 0;
}
