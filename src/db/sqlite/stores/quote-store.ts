import { pricePointOf } from '../../../market/quotes/price-line.ts';
import { isRepeat, type Quote } from '../../../market/quotes/quote.ts';
import type { QuoteStore, QuoteTick } from '../../../recordings/quotes.ts';
import type { ReadOn } from '../../../recordings/read-on.ts';
import {
  farthestAheadMs,
  maxTicks,
  quoteColumns,
  quoteInsertColumns,
  quoteInsertCount,
  quoteValues,
} from '../../rows/quote-rows.ts';
import type { NativeDatabase } from '../connection.ts';
import type { Writer } from '../writer.ts';
import { firstRows } from './first-rows.ts';

type Received = ReadOn & { symbols: string };

type PricedRow = Parameters<typeof pricePointOf>[0];

export function createQuoteStore(native: NativeDatabase, { write }: Writer): QuoteStore {
  const insert = native.prepare(
    `insert into spy_quotes (${quoteInsertColumns}) values (${Array(quoteInsertCount).fill('?').join(', ')})`,
  );
  const lastUpTo = native.prepare<[string, number], Quote>(`
    select ${quoteColumns} from spy_quotes where symbol = ? and timestamp <= ? order by timestamp desc, id desc limit 1`);
  // A price is older than its receipt, but for the vendor's clock: without the bound an instant of last year would be looked
  // for in all rows since.
  const lastReceived = native.prepare<{ symbol: string; asOf: number }, Quote>(`
    select ${quoteColumns} from spy_quotes
    where symbol = :symbol and timestamp <= :asOf + ${farthestAheadMs} and received_at <= :asOf
    order by timestamp desc, id desc limit 1`);
  const around = native.prepare<{ symbol: string; from: number; to: number; asOf: number }, Quote>(`
    select ${quoteColumns} from spy_quotes
    where symbol = :symbol and timestamp >= :from and timestamp <= :to and received_at <= :asOf
    order by timestamp, id`);
  const all = native.prepare<[string, number, number, number], PricedRow>(`
    select timestamp, price, price_kind as priceKind, tier from spy_quotes
    where symbol = ? and timestamp >= ? and timestamp < ? and received_at <= ? order by timestamp, id`);
  const ticks = native.prepare<[string, number, number, number], QuoteTick & PricedRow>(`
    select timestamp, price, volume, source, price_kind as priceKind, tier from spy_quotes
    where symbol = ? and timestamp >= ? and timestamp < ? and received_at <= ? order by timestamp desc, id desc limit ${maxTicks}`);

  /** The newest row of each symbol by the vendor's time, so that the usual quote needs no query to compare with. */
  const newest = new Map<string, Quote>();
  const newestOf = (symbol: string): Quote | undefined => {
    const known = newest.get(symbol) ?? lastUpTo.get(symbol, Number.MAX_SAFE_INTEGER);
    if (known) newest.set(symbol, known);
    return known;
  };

  const record = (quote: Quote): { isStored: boolean } => {
    const last = newestOf(quote.symbol);
    const isNewest = !last || quote.timestamp >= last.timestamp;
    const before = isNewest ? last : lastUpTo.get(quote.symbol, quote.timestamp);
    if (before && isRepeat(quote, before)) return { isStored: false };
    insert.run(...quoteValues(quote));
    if (isNewest) newest.set(quote.symbol, { ...quote });
    return { isStored: true };
  };

  return {
    record: (quote) => write(() => record(quote)),
    latest: async (symbol, asOf) => lastReceived.get({ symbol, asOf }) ?? null,
    async near(symbol, at, withinMs, asOf) {
      const range = { symbol, from: at - withinMs, to: at + withinMs, asOf };
      const awayMs = ({ timestamp }: Quote) => Math.abs(timestamp - at);
      return around
        .all(range)
        .filter((quote) => pricePointOf(quote) !== null)
        .reduce<Quote | null>(
          (nearest, next) => (nearest === null || awayMs(next) <= awayMs(nearest) ? next : nearest),
          null,
        );
    },
    ofDay: async (symbol, fromMs, toMs, asOf) =>
      all.all(symbol, fromMs, toMs, asOf).flatMap((row) => pricePointOf(row) ?? []),
    ticks: async (symbol, fromMs, toMs, asOf) =>
      ticks
        .all(symbol, fromMs, toMs, asOf)
        .filter((row) => pricePointOf(row) !== null)
        .reverse()
        .map(({ timestamp, price, volume, source }) => ({ timestamp, price, volume, source })),
    ...prepareReceived(native),
  };
}

/** The reads by the order of receipt. */
function prepareReceived(native: NativeDatabase): Pick<QuoteStore, 'receivedBetween' | 'lastReceivedAt'> {
  const received = native.prepare<[ReadOn], Quote>(`
    select ${quoteColumns} from spy_quotes
    where received_at > :from and received_at <= :asOf order by received_at, id`);
  const receivedOf = native.prepare<[Received], Quote>(`
    select ${quoteColumns} from spy_quotes indexed by idx_spy_quotes_received_at
    where received_at > :from and received_at <= :asOf and symbol in (select value from json_each(:symbols)) order by received_at, id`);
  const lastReceivedAt = native
    .prepare<[number], number | null>('select max(received_at) from spy_quotes where received_at <= ?')
    .pluck();

  return {
    async receivedBetween({ from, asOf, symbols, limit }) {
      const rows = symbols
        ? receivedOf.iterate({ from, asOf, symbols: JSON.stringify(symbols) })
        : received.iterate({ from, asOf });
      return firstRows(rows, limit, ({ receivedAt }) => receivedAt);
    },
    lastReceivedAt: async (asOf) => lastReceivedAt.get(asOf) ?? null,
  };
}
