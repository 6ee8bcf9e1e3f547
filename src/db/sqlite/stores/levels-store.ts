import { newYorkInstant } from '../../../market/calendar/new-york-time.ts';
import type { LevelsStore } from '../../../recordings/levels.ts';
import type { NativeDatabase } from '../connection.ts';
import { fromLevels, type LevelsRow, levelsColumns, toLevels } from './levels-rows.ts';

const selected = levelsColumns.map(({ column, field }) => `${column} as ${field}`).join(', ');

export function createLevelsStore(native: NativeDatabase): LevelsStore {
  const names = levelsColumns.map(({ column }) => column);
  const key = ['underlying', 'expiration_date', 'timestamp'];
  const replaced = [...names.filter((name) => !key.includes(name)), 'created_at'];
  const insert = native.prepare<[LevelsRow & { createdAt: number }]>(`
    insert into chain_metrics (${names.join(', ')}, created_at)
    values (${levelsColumns.map(({ field }) => `@${field}`).join(', ')}, @createdAt)
    on conflict (${key.join(', ')}) do update set
      ${replaced.map((name) => `${name} = excluded.${name}`).join(', ')}`);
  const upTo = native.prepare<[string, number], LevelsRow>(`
    select ${selected} from chain_metrics where underlying = ? and timestamp <= ?
    order by timestamp desc limit 1`);
  const ofDay = native.prepare<[string, number, number, string, number], LevelsRow>(`
    select ${selected} from chain_metrics
    where underlying = ? and timestamp >= ? and timestamp <= ? and (expiration_date = ? or timestamp < ?)
    order by timestamp`);

  return {
    record(levels) {
      insert.run({ ...fromLevels(levels), createdAt: levels.timestamp });
    },
    at(underlying, asOf) {
      const row = upTo.get(underlying, asOf);
      return row ? toLevels(row) : null;
    },
    ofSession: (underlying, date, optionClose, asOf) =>
      ofDay.all(underlying, newYorkInstant(date, '00:00'), asOf, date, optionClose ?? 0).map(toLevels),
  };
}
