import { defineEntity, p } from '@mikro-orm/sqlite';
import { date, instant, optionalInstant, ticker } from '../columns.ts';
import { sources, tiers } from '../enum-values.ts';

/** One row a day and expiration that was put together afterwards from the vendor's minute bars, and how far that has come. */
export const RebuiltDayRow = defineEntity({
  name: 'RebuiltDayRow',
  tableName: 'rebuilt_days',
  properties: {
    id: p.integer().primary().autoincrement(),
    underlying: ticker('underlying'),
    date: date('date'),
    expirationDate: date('expiration_date'),
    /** Strikes asked for, in per cent around the underlying's price; NULL: all. */
    strikesPercent: p
      .double()
      .columnType('real')
      .check('strikes_percent > 0 and strikes_percent <= 100')
      .nullable(),
    tier: p.enum(tiers).columnType('varchar(20)').default('unknown'),
    source: p.enum(sources).columnType('varchar(20)').default('polygon'),
    startedAt: instant('started_at'),
    /** When the list of contracts and the underlying's bars were stored. */
    listedAt: optionalInstant('listed_at'),
    /** End of the last minute whose volatilities and levels are stored. */
    modelledUntil: optionalInstant('modelled_until'),
    /** NULL while something is left to be done. */
    finishedAt: optionalInstant('finished_at'),
    /** What could not be had: a JSON list of sentences. */
    notes: p.text().check("json_valid(notes) and json_type(notes) = 'array'").default('[]'),
  },
  uniques: [
    {
      name: 'idx_rebuilt_days_underlying_date_expiration_date',
      properties: ['underlying', 'date', 'expirationDate'],
    },
  ],
  checks: [
    { name: 'rebuilt_days_expires_later', expression: 'expiration_date >= date' },
    { name: 'rebuilt_days_finished_is_listed', expression: 'finished_at is null or listed_at is not null' },
  ],
});
