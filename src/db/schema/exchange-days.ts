import { defineEntity, p } from '@mikro-orm/sqlite';
import { date, instantCheck, instantNow } from './columns.ts';
import { dayKinds, dayOrigins } from './enum-values.ts';

/** Days on which the exchange said that it does not keep the hours that calendar and settings know. */
export const ExchangeDay = defineEntity({
  name: 'ExchangeDay',
  tableName: 'exchange_days',
  properties: {
    id: p.integer().primary().autoincrement(),
    date: date('date'),
    kind: p.enum(dayKinds).columnType('varchar(11)'),
    name: p.string().columnType('varchar(100)').check('length(name) <= 100'),
    /** How it said so: beforehand, or when it was asked that day whether it is open. */
    origin: p.enum(dayOrigins).fieldName('told_by').columnType('varchar(12)'),
    createdAt: instantNow(),
  },
  uniques: [{ name: 'idx_exchange_days_date_told_by', properties: ['date', 'origin'] }],
  checks: [instantCheck('exchange_days', 'created_at')],
});
