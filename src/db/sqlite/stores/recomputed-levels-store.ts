import { messageOf } from '../../../base/errors.ts';
import type { RecordedLevels } from '../../../market/levels/levels.ts';
import type { RecomputedLevelsStore } from '../../../recordings/levels.ts';
import type { NativeDatabase } from '../connection.ts';
import { isConstraintError } from '../sqlite-error.ts';
import type { Writer } from '../writer.ts';
import { fromLevels, type LevelsRow, levelsColumns, toLevels } from '../../rows/levels-rows.ts';

type RecomputedRow = LevelsRow & { recomputedAt: number };

export function createRecomputedLevelsStore(
  native: NativeDatabase,
  { write }: Writer,
): RecomputedLevelsStore {
  const names = levelsColumns.map(({ column }) => column);
  const key = ['underlying', 'expiration_date', 'timestamp', 'model_version'];
  const replaced = [...names.filter((name) => !key.includes(name)), 'created_at', 'recomputed_at'];
  const insert = native.prepare<[RecomputedRow]>(`
    insert into recomputed_metrics (${names.join(', ')}, created_at, recomputed_at)
    values (${levelsColumns.map(({ field }) => `@${field}`).join(', ')}, @recomputedAt, @recomputedAt)
    on conflict (${key.join(', ')}) do update set
      ${replaced.map((name) => `${name} = excluded.${name}`).join(', ')}`);
  const selected = levelsColumns.map(({ column, field }) => `${column} as ${field}`).join(', ');
  const newest = native.prepare<[string, string, number, number], RecomputedRow>(`
    select ${selected}, recomputed_at as recomputedAt from recomputed_metrics
    where underlying = ? and expiration_date = ? and timestamp = ? and recomputed_at <= ?
    order by model_version desc limit 1`);

  const record = native.transaction((all: readonly RecordedLevels[], recomputedAt: number) => {
    const refused: { timestamp: number; reason: string }[] = [];
    for (const levels of all) {
      try {
        insert.run({ ...fromLevels(levels), recomputedAt });
      } catch (error) {
        if (!isConstraintError(error)) throw error;
        refused.push({ timestamp: levels.timestamp, reason: messageOf(error) });
      }
    }
    return { stored: all.length - refused.length, refused };
  });

  return {
    record: (levels, recomputedAt) => write(() => record.immediate(levels, recomputedAt)),
    async at({ underlying, expiration, timestamp }, asOf) {
      const row = newest.get(underlying, expiration, timestamp, asOf);
      return row ? { levels: toLevels(row), recomputedAt: row.recomputedAt } : null;
    },
  };
}
