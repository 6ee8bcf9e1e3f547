import { defineEntity } from '@mikro-orm/sqlite';
import { levelsChecks, levelsProperties } from './shared/levels-columns.ts';

/**
 * The levels of each chain poll: what the chain of that minute said of walls, flip, expected move and skew, kept when
 * the chain itself has gone. Their columns: `shared/levels-columns.ts`.
 */
export const ChainMetric = defineEntity({
  name: 'ChainMetric',
  tableName: 'chain_metrics',
  properties: levelsProperties(),
  indexes: [
    // The last poll of an underlying up to an instant, whichever chain it was of.
    { name: 'idx_chain_metrics_underlying_timestamp', properties: ['underlying', 'timestamp'] },
  ],
  uniques: [
    // A session's polls are one stretch of it.
    {
      name: 'idx_chain_metrics_underlying_expiration_date_timestamp',
      properties: ['underlying', 'expirationDate', 'timestamp'],
    },
  ],
  checks: levelsChecks('chain_metrics'),
});
