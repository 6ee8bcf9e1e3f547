import { defineEntity, p } from '@mikro-orm/sqlite';
import { date, greek, price, quantity, ticker } from '../columns.ts';
import { rootFits, rootOfSymbol, symbolAgrees } from '../shared/contract-rules.ts';
import { minuteChecks, minuteProperties } from './minute-columns.ts';

/**
 * One row a contract and minute that traded: the vendor's bar, and the volatility and greeks that our model makes of its
 * close. A minute without a trade has no row.
 */
export const RebuiltMinuteRow = defineEntity({
  name: 'RebuiltMinuteRow',
  tableName: 'rebuilt_minutes',
  properties: {
    id: p.integer().primary().autoincrement(),
    symbol: p.string().columnType('varchar(21)'),
    underlying: ticker('underlying'),
    expirationDate: date('expiration_date'),
    strike: price('strike'),
    optionType: p.enum(['call', 'put'] as const).columnType('varchar(4)'),
    ...minuteProperties(),
    /** Contracts that traded on the day until the end of the minute. */
    dayVolume: quantity('day_volume'),
    impliedVolatility: p
      .double()
      .columnType('real')
      .check('implied_volatility >= 0 and implied_volatility < 1000')
      .nullable(),
    delta: greek('delta').nullable(),
    gamma: greek('gamma').nullable(),
    theta: greek('theta').nullable(),
    vega: greek('vega').nullable(),
    /** Of the model that made them; NULL until it has. */
    modelVersion: p.integer().check('model_version is null or model_version >= 1').nullable(),
  },
  uniques: [{ name: 'idx_rebuilt_minutes_symbol_minute_start', properties: ['symbol', 'minuteStart'] }],
  checks: [
    ...minuteChecks('rebuilt_minutes'),
    { name: 'rebuilt_minutes_symbol_agrees', expression: symbolAgrees(rootOfSymbol) },
    { name: 'rebuilt_minutes_root_fits', expression: rootFits(rootOfSymbol) },
    { name: 'rebuilt_minutes_volume_adds_up', expression: 'day_volume >= volume' },
    {
      name: 'rebuilt_minutes_greeks_have_a_model',
      expression: 'model_version is not null or coalesce(implied_volatility,delta,gamma,theta,vega) is null',
    },
  ],
});
