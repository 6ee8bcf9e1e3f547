import { messageOf } from '../../../base/errors.ts';
import { newYorkInstant } from '../../../market/calendar/new-york-time.ts';
import type { ChainRecorded, LevelsOf } from '../../../recordings/chains.ts';
import type { LevelsStore } from '../../../recordings/levels.ts';
import type { NativeDatabase } from '../connection.ts';
import { firstRows } from './first-rows.ts';
import { fromLevels, type LevelsRow, levelsColumns, toLevels } from '../../rows/levels-rows.ts';
import type { RecordedLevels } from '../../../market/levels/levels.ts';
import { isConstraintError } from '../sqlite-error.ts';

/** The columns of levels as `LevelsRow` names them. */
export const selectedLevels = levelsColumns.map(({ column, field }) => `${column} as ${field}`).join(', ');

/** @returns what writes the levels of a poll; those of the same chain and instant take the place of what is there */
export function prepareLevelsWrite(native: NativeDatabase): (levels: RecordedLevels) => void {
  const names = levelsColumns.map(({ column }) => column);
  const key = ['underlying', 'expiration_date', 'timestamp'];
  const replaced = [...names.filter((name) => !key.includes(name)), 'created_at'];
  const insert = native.prepare<[LevelsRow & { createdAt: number }]>(`
    insert into chain_metrics (${names.join(', ')}, created_at)
    values (${levelsColumns.map(({ field }) => `@${field}`).join(', ')}, @createdAt)
    on conflict (${key.join(', ')}) do update set
      ${replaced.map((name) => `${name} = excluded.${name}`).join(', ')}`);
  return (levels) => void insert.run({ ...fromLevels(levels), createdAt: levels.timestamp });
}

/**
 * Writes the levels of a chain within its transaction. Returns why they broke a rule of the database, which leaves nothing
 * of them behind; `null` where they did not, or there are none.
 */
export function prepareLevelsOfChain(native: NativeDatabase) {
  const writeLevels = prepareLevelsWrite(native);
  return (refused: ChainRecorded['refused'], levelsOf?: LevelsOf): string | null => {
    const levels = levelsOf?.(refused) ?? null;
    try {
      if (levels) writeLevels(levels);
      return null;
    } catch (error) {
      if (!isConstraintError(error)) throw error;
      return messageOf(error);
    }
  };
}

export function createLevelsStore(native: NativeDatabase): LevelsStore {
  const upTo = native.prepare<[string, number], LevelsRow>(`
    select ${selectedLevels} from chain_metrics where underlying = ? and timestamp <= ?
    order by timestamp desc limit 1`);
  const ofDay = native.prepare<[string, number, number, string, number], LevelsRow>(`
    select ${selectedLevels} from chain_metrics
    where underlying = ? and timestamp >= ? and timestamp <= ? and (expiration_date = ? or timestamp < ?)
    order by timestamp`);
  const between = native.prepare<[string, number, number], LevelsRow>(`
    select ${selectedLevels} from chain_metrics
    where underlying = ? and timestamp > ? and timestamp <= ? order by timestamp, id`);

  return {
    async at(underlying, asOf) {
      const row = upTo.get(underlying, asOf);
      return row ? toLevels(row) : null;
    },
    ofSession: async (underlying, date, optionClose, asOf) =>
      ofDay.all(underlying, newYorkInstant(date, '00:00'), asOf, date, optionClose ?? 0).map(toLevels),
    between: async (underlying, from, asOf, limit) =>
      firstRows(between.iterate(underlying, from, asOf), limit, ({ timestamp }) => timestamp).map(toLevels),
  };
}
