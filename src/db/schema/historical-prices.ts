import { defineEntity, p } from '@mikro-orm/sqlite';
import { timeframes } from '../../market/quotes/bar.ts';
import {
  date,
  instant,
  instantCheck,
  instantNow,
  optionalInstant,
  price,
  quantity,
  ticker,
} from './columns.ts';
import { sources } from './enum-values.ts';

/** Bars of a day, an hour, 15 minutes or a minute. */
export const HistoricalPrice = defineEntity({
  name: 'HistoricalPrice',
  tableName: 'historical_prices',
  properties: {
    id: p.integer().primary().autoincrement(),
    symbol: ticker('symbol').default('SPY'),
    date: date('date'),
    timeframe: p.enum(timeframes).columnType('varchar(10)'),
    openPrice: price('open_price'),
    highPrice: price('high_price'),
    lowPrice: price('low_price'),
    closePrice: price('close_price'),
    volume: quantity('volume'),
    vwap: price('vwap').nullable(),
    source: p.enum(sources).columnType('varchar(20)').default('polygon'),
    createdAt: instantNow(),
    barStart: instant('bar_start'),
    /** When the vendor gave these values first; NULL on rows from before the column: unknown. */
    receivedAt: optionalInstant('received_at'),
  },
  indexes: [
    { name: 'idx_historical_prices_symbol_date', properties: ['symbol', 'date'] },
    { name: 'idx_historical_prices_timeframe', properties: 'timeframe' },
  ],
  uniques: [
    {
      name: 'idx_historical_prices_symbol_timeframe_bar_start',
      properties: ['symbol', 'timeframe', 'barStart'],
    },
  ],
  checks: [
    instantCheck('historical_prices', 'created_at'),
    {
      name: 'historical_prices_high_and_low',
      expression:
        'high_price >= low_price and high_price >= open_price and high_price >= close_price and low_price <= open_price and low_price <= close_price',
    },
  ],
});
