import { newYorkInstant } from '../../../../market/calendar/new-york-time.ts';
import type { LevelsStore } from '../../../../recordings/levels.ts';
import { type LevelsRow, toLevels } from '../../../rows/levels-rows.ts';
import type { Sql } from '../../connection/sql.ts';
import { selectedLevels } from './levels-write.ts';

const lastUpTo = `select ${selectedLevels} from chain_metrics where underlying = $1 and timestamp <= $2
  order by timestamp desc limit 1`;

const ofDay = `select ${selectedLevels} from chain_metrics
  where underlying = $1 and timestamp >= $2 and timestamp <= $3 and (expiration_date = $4 or timestamp < $5)
  order by timestamp`;

const between = `select ${selectedLevels} from (
    select * from chain_metrics where underlying = $1 and timestamp > $2 and timestamp <= $3
    order by timestamp fetch first $4 rows with ties) as found
  order by timestamp, id`;

/** Levels in `chain_metrics`; their chain writes them. */
export function createLevelsStore(sql: Sql): LevelsStore {
  return {
    async at(underlying, asOf) {
      const row = await sql.get<LevelsRow>(lastUpTo, [underlying, asOf]);
      return row && toLevels(row);
    },
    async ofSession(underlying, date, optionClose, asOf) {
      const from = newYorkInstant(date, '00:00');
      const rows = await sql.all<LevelsRow>(ofDay, [underlying, from, asOf, date, optionClose ?? 0]);
      return rows.map(toLevels);
    },
    between: async (underlying, from, asOf, limit) =>
      (await sql.all<LevelsRow>(between, [underlying, from, asOf, limit])).map(toLevels),
  };
}
