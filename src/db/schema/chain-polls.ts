import { defineEntity, p } from '@mikro-orm/sqlite';
import {
  count,
  date,
  instant,
  instantCheck,
  instantNow,
  optionalCount,
  optionalInstant,
  price,
  ticker,
} from './columns.ts';
import { pollStatuses, sources, tiers, underlyingPriceSources } from './enum-values.ts';

/**
 * One row for each chain that was received: what makes the rows of `option_contracts`, stored on change, exact. The
 * chain at an instant is that of the last poll up to it, each contract as its last row up to that poll.
 */
export const ChainPoll = defineEntity({
  name: 'ChainPoll',
  tableName: 'chain_polls',
  properties: {
    id: p.integer().primary().autoincrement(),
    underlying: ticker('underlying'),
    expirationDate: date('expiration_date'),
    timestamp: instant('timestamp'),
    /** Contracts in the chain, those included that stay as they were because their rows were refused. */
    contracts: count('contracts'),
    /**
     * Rows of `option_contracts` with this poll's timestamp; of the first poll that retention left, also those before it
     * that still hold. Their sum is the number of rows there are.
     */
    stored: count('stored'),
    /** Rows of the answer that made no sense and were left out. */
    rejected: count('rejected'),
    underlyingPrice: price('underlying_price').nullable(),
    underlyingPriceSource: p.enum(underlyingPriceSources).columnType('varchar(6)').nullable(),
    tier: p.enum(tiers).columnType('varchar(20)').default('unknown'),
    source: p.enum(sources).columnType('varchar(20)').default('polygon'),
    status: p.enum(pollStatuses).columnType('varchar(20)'),
    createdAt: instantNow(),
    /** Time of the underlying's price by the account of its source; NULL while unknown. */
    underlyingPriceAt: optionalInstant('underlying_price_at'),
    /** The slot that the poll was due at; NULL for a user's refresh and on rows from before the column. */
    slotAt: optionalInstant('slot_at'),
    /** Rows of adjusted contracts, left out on purpose; NULL on rows from before they were counted. */
    adjusted: optionalCount('adjusted'),
  },
  indexes: [
    // The polls of an underlying in the order of time, whichever chain they are of.
    {
      name: 'idx_chain_polls_underlying_timestamp_expiration_date',
      properties: ['underlying', 'timestamp', 'expirationDate'],
    },
  ],
  uniques: [
    // The last poll up to an instant, and the expirations of an underlying, are one search in it.
    {
      name: 'idx_chain_polls_underlying_expiration_date_timestamp',
      properties: ['underlying', 'expirationDate', 'timestamp'],
    },
  ],
  checks: [instantCheck('chain_polls', 'created_at')],
});
