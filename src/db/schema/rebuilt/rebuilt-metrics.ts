import { defineEntity } from '@mikro-orm/sqlite';
import { levelsChecks, levelsProperties } from '../shared/levels-columns.ts';

/** The levels of each rebuilt minute; `timestamp` is its end. Those of recorded polls are in `chain_metrics`. */
export const RebuiltMetric = defineEntity({
  name: 'RebuiltMetric',
  tableName: 'rebuilt_metrics',
  properties: levelsProperties(),
  uniques: [
    {
      name: 'idx_rebuilt_metrics_underlying_timestamp_expiration_date',
      properties: ['underlying', 'timestamp', 'expirationDate'],
    },
  ],
  checks: levelsChecks('rebuilt_metrics'),
});
