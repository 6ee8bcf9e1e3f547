import { defineEntity, p } from '@mikro-orm/sqlite';
import { ticker } from '../columns.ts';
import { minuteChecks, minuteProperties } from './minute-columns.ts';

/** The minute bars of the underlying on rebuilt days, not adjusted for splits, since the strikes of that day are not. */
export const RebuiltSpotRow = defineEntity({
  name: 'RebuiltSpotRow',
  tableName: 'rebuilt_spots',
  properties: {
    id: p.integer().primary().autoincrement(),
    underlying: ticker('underlying'),
    ...minuteProperties(),
  },
  uniques: [{ name: 'idx_rebuilt_spots_underlying_minute_start', properties: ['underlying', 'minuteStart'] }],
  checks: minuteChecks('rebuilt_spots'),
});
