import type { Clock } from '../../../base/clock.ts';
import type { RecordedLevels } from '../../../market/levels/levels.ts';
import { newYorkInstant } from '../../../market/calendar/new-york-time.ts';
import type { NativeDatabase } from '../connection.ts';
import { fromLevels, type LevelsRow, levelsColumns, toLevels } from './levels-rows.ts';

/** Levels of the polled chains; kept for ever. */
export interface LevelsStore {
  /** Stores the levels of a poll; those of the same chain and instant take the place of what is there. */
  record(levels: RecordedLevels): void;
  /** The newest levels of an underlying up to now, by the clock; `null` before the first. */
  latest(underlying: string): RecordedLevels | null;
  /** The levels of the last poll up to an instant, of the chain that was polled then; `null` before the first. */
  at(underlying: string, instant: number): RecordedLevels | null;
  /**
   * The levels polled on a date in New York until its options closed, up to now by the clock, oldest first. Most are of
   * the chain that expired on that date; those of an underlying without such a chain are of a later one. `optionClose`
   * is `null` for a date that has no session after all: then only of the chain that expired on it.
   */
  ofSession(underlying: string, date: string, optionClose: number | null): RecordedLevels[];
}

const selected = levelsColumns.map(({ column, field }) => `${column} as ${field}`).join(', ');

export function createLevelsStore(native: NativeDatabase, clock: Clock): LevelsStore {
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

  const at = (underlying: string, instant: number): RecordedLevels | null => {
    const row = upTo.get(underlying, instant);
    return row ? toLevels(row) : null;
  };
  return {
    record(levels) {
      insert.run({ ...fromLevels(levels), createdAt: clock.now() });
    },
    latest: (underlying) => at(underlying, clock.now()),
    at,
    ofSession: (underlying, date, optionClose) =>
      ofDay.all(underlying, newYorkInstant(date, '00:00'), clock.now(), date, optionClose ?? 0).map(toLevels),
  };
}
