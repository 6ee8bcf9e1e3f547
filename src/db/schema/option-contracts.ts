import { defineEntity, type Opt, p } from '@mikro-orm/sqlite';
import {
  date,
  greek,
  instant,
  instantCheck,
  instantNow,
  optionalCount,
  optionalInstant,
  price,
  quantity,
  ticker,
} from './columns.ts';
import { rootFits, rootOfSymbol, symbolAgrees } from './shared/contract-rules.ts';
import { underlyingPriceSources } from './enum-values.ts';

/**
 * No Sundays; Saturdays only until the clearing house moved expirations to Fridays in February 2015. Holidays are
 * refused where symbols are parsed: SQLite knows none.
 */
const expiresOnAWeekday = [
  `strftime('%w',expiration_date) <> '0'`,
  ` and (strftime('%w',expiration_date) <> '6' or expiration_date < '2015-02-01')`,
].join('');

/**
 * One row each time a contract's values differed from those at the poll before (`chain_polls` knows the polls). A row
 * holds until the contract's next one; `is_listed = 0` says that it was missing from the chain from then on.
 */
export const OptionContract = defineEntity({
  name: 'OptionContract',
  tableName: 'option_contracts',
  properties: {
    id: p.integer().primary().autoincrement(),
    symbol: p.string().columnType('varchar(21)'),
    underlying: ticker('underlying').default('SPY'),
    strike: price('strike'),
    optionType: p.enum(['call', 'put'] as const).columnType('varchar(4)'),
    expirationDate: date('expiration_date'),
    bid: price('bid').nullable(),
    ask: price('ask').nullable(),
    lastPrice: price('last_price').nullable(),
    volume: quantity('volume').nullable().default(0),
    openInterest: quantity('open_interest').nullable().default(0),
    /** The poll's time by the daemon's clock, the same for all rows of a poll. */
    timestamp: instant('timestamp'),
    createdAt: instantNow(),
    bidSize: quantity('bid_size').nullable(),
    askSize: quantity('ask_size').nullable(),
    previousClose: price('previous_close').nullable(),
    impliedVolatility: p
      .double()
      .columnType('real')
      .check('implied_volatility >= 0 and implied_volatility < 1000')
      .nullable(),
    delta: greek('delta').nullable(),
    gamma: greek('gamma').nullable(),
    theta: greek('theta').nullable(),
    vega: greek('vega').nullable(),
    greeksSource: p
      .enum(['vendor', 'model'] as const)
      .$type<Opt<string>>()
      .columnType('varchar(6)')
      .nullable(),
    /** Of the underlying at this row's poll; later polls without a row for this contract have theirs in `chain_polls`. */
    underlyingPrice: price('underlying_price').nullable(),
    underlyingPriceSource: p.enum(underlyingPriceSources).columnType('varchar(6)').nullable(),
    quotedAt: optionalInstant('quoted_at'),
    isListed: p.integer().check('is_listed in (0,1)').default(1),
    /** The vendor's time of the last price; NULL where it gave none and on rows from before the column. */
    tradedAt: optionalInstant('traded_at'),
    /** NULL on rows from before the column: a standard contract's 100. */
    sharesPerContract: optionalCount('shares_per_contract'),
    /** What the symbol begins with: tells SPX from SPXW and SPY from SPY1. Computed when it is read, and not stored. */
    root: p.string().$type<Opt<string>>().columnType('varchar(6)').generated(`(${rootOfSymbol}) virtual`),
  },
  indexes: [
    { name: 'idx_option_contracts_underlying_expiration_date', properties: ['underlying', 'expirationDate'] },
    { name: 'idx_option_contracts_strike_option_type', properties: ['strike', 'optionType'] },
    { name: 'idx_option_contracts_timestamp', properties: 'timestamp' },
  ],
  uniques: [{ name: 'idx_option_contracts_symbol_timestamp', properties: ['symbol', 'timestamp'] }],
  checks: [
    instantCheck('option_contracts', 'created_at'),
    { name: 'option_contracts_symbol_agrees', expression: symbolAgrees('root') },
    { name: 'option_contracts_root_fits', expression: rootFits('root') },
    { name: 'option_contracts_expires_on_a_weekday', expression: expiresOnAWeekday },
  ],
});
