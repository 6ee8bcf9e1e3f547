import { p } from '@mikro-orm/sqlite';
import { optionalCount, price, quantity } from '../columns.ts';

/** The columns of a minute's bar that contracts and underlyings share. */
export const minuteProperties = () => ({
  minuteStart: p
    .integer()
    .check(
      "typeof(minute_start) = 'integer' and minute_start >= 100000000000 and minute_start < 10000000000000 and minute_start % 60000 = 0",
    ),
  openPrice: price('open_price'),
  highPrice: price('high_price'),
  lowPrice: price('low_price'),
  closePrice: price('close_price'),
  volume: quantity('volume'),
  vwap: price('vwap').nullable(),
  trades: optionalCount('trades'),
});

/** What holds between them. */
export const minuteChecks = (table: string) => [
  {
    name: `${table}_prices_in_order`,
    expression:
      'low_price <= open_price and low_price <= close_price and high_price >= open_price and high_price >= close_price',
  },
];
