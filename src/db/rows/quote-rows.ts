import type { Quote } from '../../market/quotes/quote.ts';
import { namedColumns } from './named-columns.ts';

/** Columns of `spy_quotes` by the names that `Quote` has for them, in the order that the archive reads them in. */
const columns = {
  symbol: 'symbol',
  price: 'price',
  priceKind: 'price_kind',
  bid: 'bid',
  ask: 'ask',
  quotedAt: 'quoted_at',
  dayOpen: 'day_open',
  dayHigh: 'day_high',
  dayLow: 'day_low',
  previousClose: 'previous_close',
  volume: 'volume',
  vwap: 'vwap',
  timestamp: 'timestamp',
  receivedAt: 'received_at',
  slotAt: 'slot_at',
  tier: 'tier',
  source: 'source',
} as const satisfies Record<keyof Quote, string>;

/** A quote's columns as `Quote` names them, for a `select`. */
export const quoteColumns: string = namedColumns(columns);

/** The columns that `quoteValues` has the values of; a quote was made when it was received. */
export const quoteInsertColumns: string = [...Object.values(columns), 'created_at'].join(', ');
export const quoteInsertCount: number = Object.keys(columns).length + 1;

/** A quote's values in the order of `quoteInsertColumns`. */
export function quoteValues(quote: Quote): (string | number | null)[] {
  return [...(Object.keys(columns) as (keyof Quote)[]).map((name) => quote[name]), quote.receivedAt];
}

/** A price whose own time lies further ahead of its receipt than this is not found by the latter. */
export const farthestAheadMs = 3_600_000;

/** Of quotes of a stretch, the newest that are made into bars, at most. */
export const maxTicks = 20_000;
