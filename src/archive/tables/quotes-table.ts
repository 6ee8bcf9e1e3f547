import { priceKinds, type Quote, sources, tiers } from '../../market/quotes/quote.ts';
import { instant, optional, price, quantity, type Table, word } from './column.ts';
import { recordedWord } from './recorded-word.ts';

/** Quotes of the underlying, in the order of their receipt: one row each time anything but its times changed. */
const columns = {
  /** Of the price by the vendor's account. */
  timestamp: instant(),
  received_at: instant(),
  price: price(),
  price_kind: optional(word(priceKinds)),
  bid: optional(price()),
  ask: optional(price()),
  /** Of bid and ask by the vendor's account. */
  quoted_at: optional(instant()),
  day_open: optional(price()),
  day_high: optional(price()),
  day_low: optional(price()),
  previous_close: optional(price()),
  volume: optional(quantity()),
  vwap: optional(price()),
  slot_at: optional(instant()),
  tier: word(tiers),
  source: word(sources),
};

/** `quotes.parquet`, of one symbol. */
export const quotesTable = (symbol: string): Table<Quote, typeof columns> => ({
  columns,
  flat: (quote) => ({
    timestamp: quote.timestamp,
    received_at: quote.receivedAt,
    price: quote.price,
    price_kind: quote.priceKind,
    bid: quote.bid,
    ask: quote.ask,
    quoted_at: quote.quotedAt,
    day_open: quote.dayOpen,
    day_high: quote.dayHigh,
    day_low: quote.dayLow,
    previous_close: quote.previousClose,
    volume: quote.volume,
    vwap: quote.vwap,
    slot_at: quote.slotAt,
    tier: quote.tier,
    source: recordedWord(quote.source),
  }),
  row: (flat) => ({
    symbol,
    price: flat.price,
    priceKind: flat.price_kind,
    bid: flat.bid,
    ask: flat.ask,
    quotedAt: flat.quoted_at,
    dayOpen: flat.day_open,
    dayHigh: flat.day_high,
    dayLow: flat.day_low,
    previousClose: flat.previous_close,
    volume: flat.volume,
    vwap: flat.vwap,
    timestamp: flat.timestamp,
    receivedAt: flat.received_at,
    slotAt: flat.slot_at,
    tier: flat.tier,
    source: flat.source,
  }),
});
