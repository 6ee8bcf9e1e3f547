import { messageOf } from '../../../../base/errors.ts';
import type { RecordedLevels } from '../../../../market/levels/levels.ts';
import type { ChainRecorded, LevelsOf } from '../../../../recordings/chains.ts';
import { fromLevels, levelsColumns } from '../../../rows/levels-rows.ts';
import type { Sql, SqlTransaction, SqlValue } from '../../connection/sql.ts';
import { isRefusedRow } from '../../postgres-error.ts';

/** The columns of levels as `LevelsRow` names them. */
export const selectedLevels = levelsColumns.map(({ column, field }) => `${column} as "${field}"`).join(', ');

/**
 * An insert of levels, where a row of the same key gives way. It takes `levelsValues`, and after these the values of the columns
 * that a table has beside them.
 */
export function levelsInsert(table: string, key: readonly string[], others: readonly string[]): string {
  const names = [...levelsColumns.map(({ column }) => column), ...others];
  const replaced = names.filter((name) => !key.includes(name));
  return `
    insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})
    on conflict (${key.join(', ')}) do update set
      ${replaced.map((name) => `${name} = excluded.${name}`).join(', ')}`;
}

/** The values of `levelsColumns`. */
export function levelsValues(levels: RecordedLevels): SqlValue[] {
  const row = fromLevels(levels);
  return levelsColumns.map(({ field }) => row[field]);
}

const chainLevels = levelsInsert(
  'chain_metrics',
  ['underlying', 'expiration_date', 'timestamp'],
  ['created_at'],
);

/** Writes the levels of a poll; those of the same chain and instant give way. */
export async function writeLevels(sql: Sql, levels: RecordedLevels): Promise<void> {
  await sql.run(chainLevels, [...levelsValues(levels), levels.timestamp]);
}

/**
 * Writes the levels of a chain within its transaction. Returns why they broke a rule of the database, which leaves nothing
 * of them behind; `null` where they did not, or there are none.
 */
export async function writeLevelsOfChain(
  sql: SqlTransaction,
  refused: ChainRecorded['refused'],
  levelsOf?: LevelsOf,
): Promise<string | null> {
  const levels = levelsOf?.(refused) ?? null;
  return levels === null ? null : await refusalOf(sql, () => writeLevels(sql, levels));
}

/** Runs a write that may break a rule, and undoes it then. Returns why it did; `null` where it did not. */
export async function refusalOf(sql: SqlTransaction, write: () => Promise<void>): Promise<string | null> {
  try {
    await sql.savepoint(write);
    return null;
  } catch (error) {
    if (!isRefusedRow(error)) throw error;
    return messageOf(error);
  }
}
