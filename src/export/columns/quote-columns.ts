import type { Quote } from '../../market/quotes/quote.ts';
import { tradeDateOf } from '../../market/calendar/trade-date.ts';
import type { Cell, ExportColumn } from './column.ts';

/** The columns of quotes; the order of `quoteCells`. */
export const quoteColumns: readonly ExportColumn[] = [
  { name: 'date', kind: 'date', meaning: 'trade date of the receipt; the archive’s partition' },
  { name: 'symbol', kind: 'word', meaning: '`SPY`, or `I:SPX` for an index' },
  { name: 'received_at', kind: 'instant', meaning: 'when the answer arrived, by the daemon’s clock' },
  { name: 'timestamp', kind: 'instant', meaning: 'when the price was, by the vendor’s account' },
  { name: 'price', kind: 'price', meaning: 'last trade, or what comes nearest to it' },
  {
    name: 'price_kind',
    kind: 'word',
    meaning:
      '`trade`, `minute` (close of the last minute), `quote` (middle of bid and ask), `day` or `close` (of the day at hand, of an earlier one)',
  },
  { name: 'bid', kind: 'price', meaning: 'best bid' },
  { name: 'ask', kind: 'price', meaning: 'best ask' },
  { name: 'quoted_at', kind: 'instant', meaning: 'when bid and ask were, by the vendor’s account' },
  { name: 'day_open', kind: 'price', meaning: 'open of the session' },
  { name: 'day_high', kind: 'price', meaning: 'high of the session so far' },
  { name: 'day_low', kind: 'price', meaning: 'low of the session so far' },
  { name: 'previous_close', kind: 'price', meaning: 'close of the session before' },
  { name: 'volume', kind: 'quantity', meaning: 'shares traded in the session so far' },
  { name: 'vwap', kind: 'price', meaning: 'average price of the session, weighted by volume' },
  { name: 'slot_at', kind: 'instant', meaning: 'when the poll was due; empty for a refresh by the user' },
  { name: 'tier', kind: 'word', meaning: '`real-time`, `delayed`, `end-of-day` or `unknown`' },
  { name: 'source', kind: 'word', meaning: '`polygon`, or `simulator` in a demo' },
];

export function quoteCells(quote: Quote): Cell[] {
  return [
    tradeDateOf(quote.receivedAt),
    quote.symbol,
    quote.receivedAt,
    quote.timestamp,
    quote.price,
    quote.priceKind,
    quote.bid,
    quote.ask,
    quote.quotedAt,
    quote.dayOpen,
    quote.dayHigh,
    quote.dayLow,
    quote.previousClose,
    quote.volume,
    quote.vwap,
    quote.slotAt,
    quote.tier,
    quote.source,
  ];
}
