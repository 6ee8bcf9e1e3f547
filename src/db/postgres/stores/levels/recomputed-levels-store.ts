import type { RecomputedLevelsStore } from '../../../../recordings/levels.ts';
import { type LevelsRow, toLevels } from '../../../rows/levels-rows.ts';
import type { Sql } from '../../connection/sql.ts';
import type { PostgresWriter } from '../../writer.ts';
import { levelsInsert, levelsValues, refusalOf, selectedLevels } from './levels-write.ts';

type RecomputedRow = LevelsRow & { recomputedAt: number };

const insertRecomputed = levelsInsert(
  'recomputed_metrics',
  ['underlying', 'expiration_date', 'timestamp', 'model_version'],
  ['created_at', 'recomputed_at'],
);

const newest = `select ${selectedLevels}, recomputed_at as "recomputedAt" from recomputed_metrics
  where underlying = $1 and expiration_date = $2 and timestamp = $3 and recomputed_at <= $4
  order by model_version desc limit 1`;

/** Levels that were computed again, in `recomputed_metrics`. */
export function createRecomputedLevelsStore(sql: Sql, { write }: PostgresWriter): RecomputedLevelsStore {
  return {
    record: (all, recomputedAt) =>
      write(async (transaction) => {
        const refused: { timestamp: number; reason: string }[] = [];
        for (const levels of all) {
          const values = [...levelsValues(levels), recomputedAt, recomputedAt];
          const reason = await refusalOf(
            transaction,
            async () => void (await transaction.run(insertRecomputed, values)),
          );
          if (reason !== null) refused.push({ timestamp: levels.timestamp, reason });
        }
        return { stored: all.length - refused.length, refused };
      }),
    async at({ underlying, expiration, timestamp }, asOf) {
      const row = await sql.get<RecomputedRow>(newest, [underlying, expiration, timestamp, asOf]);
      return row && { levels: toLevels(row), recomputedAt: row.recomputedAt };
    },
  };
}
