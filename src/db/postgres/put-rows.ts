import { messageOf } from '../../base/errors.ts';
import type { SqlTransaction, SqlValue } from './connection/sql.ts';
import { isRefusedRow, sqlState } from './postgres-error.ts';

/** A row that broke a rule of the database. */
export interface RefusedRow<Row> {
  row: Row;
  reason: string;
}

/** `on conflict do update` cannot change a row twice in one statement: the later of two rows of one key has to wait. */
const twiceInOneStatement = '21000';

/**
 * Writes rows in one statement. Where one of them is refused, each half is tried by itself, in their order: one bad row of 500
 * costs 18 statements. Rows that are refused alone are left out, with the reason.
 * @param put writes these rows in one statement
 */
export async function putRows<Row>(
  sql: SqlTransaction,
  rows: readonly Row[],
  put: (rows: readonly Row[]) => Promise<unknown>,
): Promise<RefusedRow<Row>[]> {
  if (rows.length === 0) return [];
  const reason = await refusalOf(sql, () => put(rows));
  if (reason === null) return [];
  if (rows.length === 1) return [{ row: rows[0]!, reason }];
  const half = rows.length >> 1;
  return [...(await putRows(sql, rows.slice(0, half), put)), ...(await putRows(sql, rows.slice(half), put))];
}

/** Why a part was refused and undone; `null` where it was not. */
async function refusalOf(sql: SqlTransaction, part: () => Promise<unknown>): Promise<string | null> {
  try {
    await sql.savepoint(part);
    return null;
  } catch (error) {
    if (!isRefusedRow(error) && sqlState(error) !== twiceInOneStatement) throw error;
    return messageOf(error);
  }
}

/** The type of a parameter; a number is assigned to any column of numbers, exactly up to 2^53. */
export type ColumnType = 'text' | 'date' | 'float8';

/** `unnest($2::text[], $3::float8[])`, for parameters from number `first` on. */
export function unnest(types: readonly ColumnType[], first = 1): string {
  return `unnest(${types.map((type, index) => `$${first + index}::${type}[]`).join(', ')})`;
}

/** Rows of values as one array a column, as `unnest` takes them. */
export function columnsOf(rows: readonly (readonly (string | number | null)[])[], count: number): SqlValue[] {
  return Array.from({ length: count }, (_, index) => rows.map((row) => row[index] ?? null));
}
