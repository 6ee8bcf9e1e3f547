import type { SqlTransaction } from '../connection/sql.ts';
import { dropPartition } from '../partitions.ts';
import { sqlState } from '../postgres-error.ts';
import { type PartitionSurvey, removals } from './partition-survey.ts';
import type { Units } from './units.ts';

/** Dropping a partition waits for reads of its table, and lets new ones wait: no longer than this, in ms. */
const lockMs = 300;
/** So often it is tried; then the rows are removed one by one, which waits for nobody. */
const tries = 5;

/** Removes what goes of one partition: the partition itself where that is all of it. Returns the rows that went. */
export async function removeFrom(survey: PartitionSurvey, units: Units): Promise<number> {
  if (survey.rows === survey.total) {
    const dropped = await dropWhole(survey, units);
    if (dropped !== null) return dropped;
  }
  return survey.rows === 0 ? 0 : await removeRows(survey, units);
}

/** Gives `null` where others keep it locked, or rows have come to it since it was looked at. */
async function dropWhole(survey: PartitionSurvey, units: Units): Promise<number | null> {
  for (let attempt = 0; attempt < tries && !units.isStopped(); attempt++) {
    try {
      return await units.once((sql) => dropUnchanged(sql, survey));
    } catch (error) {
      if (sqlState(error) !== lockNotAvailable) throw error;
      await units.rest();
    }
  }
  return null;
}

const lockNotAvailable = '55P03';

async function dropUnchanged(
  sql: SqlTransaction,
  { table, date, total, lastId }: PartitionSurvey,
): Promise<number | null> {
  await sql.run(`set local lock_timeout = ${lockMs}`);
  const counted = `select count(*) as total, max(id) as "lastId" from ${table} where trade_date = $1`;
  const now = await sql.get<Pick<PartitionSurvey, 'total' | 'lastId'>>(counted, [date]);
  if (now?.total !== total || now.lastId !== lastId) return null;
  await dropPartition(sql, table, date);
  return total;
}

/** Rows that came since the look have higher ids, and stay. */
async function removeRows(survey: PartitionSurvey, units: Units): Promise<number> {
  const { table, date, staying, kept, lastId } = survey;
  let from = 0;
  return await units.run(async (sql, size) => {
    const chunk = await sql.get<{ lastId: number | null; rows: number; seen: number }>(removals[table], [
      ...[date, staying, kept],
      ...[from, lastId, size],
    ]);
    from = chunk?.lastId ?? from;
    return { seen: chunk?.seen ?? 0, rows: chunk?.rows ?? 0 };
  });
}
