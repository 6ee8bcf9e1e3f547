import { defineEntity, p } from '@mikro-orm/sqlite';
import { priceKinds } from '../../market/quotes/quote.ts';
import { instant, instantCheck, instantNow, optionalInstant, price, quantity, ticker } from './columns.ts';
import { sources, tiers } from './enum-values.ts';

/** Quotes as they were received, one row for each that differed from the one before. */
export const SpyQuote = defineEntity({
  name: 'SpyQuote',
  tableName: 'spy_quotes',
  properties: {
    id: p.integer().primary().autoincrement(),
    symbol: ticker('symbol').default('SPY'),
    price: price('price'),
    bid: price('bid').nullable(),
    ask: price('ask').nullable(),
    volume: quantity('volume').nullable(),
    /** The vendor's time of the price. */
    timestamp: instant('timestamp'),
    source: p.enum(sources).columnType('varchar(20)').default('polygon'),
    createdAt: instantNow(),
    dayOpen: price('day_open').nullable(),
    dayHigh: price('day_high').nullable(),
    dayLow: price('day_low').nullable(),
    previousClose: price('previous_close').nullable(),
    vwap: price('vwap').nullable(),
    tier: p.enum(tiers).columnType('varchar(20)').default('unknown'),
    /** The daemon's time of the answer. */
    receivedAt: instant('received_at'),
    /** NULL on rows from before the column, as the two below: unknown. */
    priceKind: p.enum(priceKinds).columnType('varchar(6)').nullable(),
    /** The vendor's time of bid and ask. */
    quotedAt: optionalInstant('quoted_at'),
    /** The slot that the poll was due at; NULL for a user's refresh too. */
    slotAt: optionalInstant('slot_at'),
  },
  indexes: [
    { name: 'idx_spy_quotes_timestamp', properties: 'timestamp' },
    // What was received from one instant up to another.
    { name: 'idx_spy_quotes_received_at', properties: 'receivedAt' },
    // The trade dates of a symbol, which go by the receipt.
    { name: 'idx_spy_quotes_symbol_received_at', properties: ['symbol', 'receivedAt'] },
    { name: 'idx_spy_quotes_symbol_timestamp', properties: ['symbol', 'timestamp'] },
  ],
  checks: [instantCheck('spy_quotes', 'created_at')],
});
