import { defineEntity } from '@mikro-orm/sqlite';
import { instant } from './columns.ts';
import { levelsChecks, levelsProperties } from './shared/levels-columns.ts';

/**
 * Levels of recorded chains as a later version of the model finds them (`levels recompute`), one row for each poll and version.
 * What was known at the time stays in `chain_metrics`.
 */
export const RecomputedMetric = defineEntity({
  name: 'RecomputedMetric',
  tableName: 'recomputed_metrics',
  properties: { ...levelsProperties(), recomputedAt: instant('recomputed_at') },
  uniques: [
    {
      name: 'idx_recomputed_metrics_chain_timestamp_model_version',
      properties: ['underlying', 'expirationDate', 'timestamp', 'modelVersion'],
    },
  ],
  checks: levelsChecks('recomputed_metrics'),
});
