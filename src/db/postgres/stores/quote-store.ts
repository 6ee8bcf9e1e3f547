import { tradeDateOf } from '../../../market/calendar/trade-date.ts';
import { pricePointOf } from '../../../market/quotes/price-line.ts';
import { isRepeat, type Quote } from '../../../market/quotes/quote.ts';
import type { QuoteStore, QuoteTick } from '../../../recordings/quotes.ts';
import {
  farthestAheadMs,
  maxTicks,
  quoteColumns,
  quoteInsertColumns,
  quoteInsertCount,
  quoteValues,
} from '../../rows/quote-rows.ts';
import type { PostgresConnection, Sql } from '../connection/sql.ts';
import { ensurePartitions } from '../partitions.ts';
import type { PostgresWriter } from '../writer.ts';

type PricedRow = Parameters<typeof pricePointOf>[0];

const dayMs = 86_400_000;

/** How far back the latest quote is looked for at first: every partition that may have it costs a look of its own. */
const recentMs = 7 * dayMs;

const insertQuote = `insert into spy_quotes (${quoteInsertColumns}, trade_date)
  values (${Array.from({ length: quoteInsertCount }, (_, index) => `$${index + 1}`).join(', ')}, $${quoteInsertCount + 1})`;

const lastUpTo = `select ${quoteColumns} from spy_quotes where symbol = $1 and timestamp <= $2
  order by timestamp desc, id desc limit 1`;

// The partition goes by the receipt, of which a price is older, but for the vendor's clock.
const lastReceived = `select ${quoteColumns} from spy_quotes
  where symbol = $1 and timestamp <= $2::bigint + ${farthestAheadMs} and received_at <= $2 and trade_date between $3 and $4
  order by timestamp desc, id desc limit 1`;

/** Of the dates from a day before a stretch up to that of `asOf`: no quote is received a day before its time. */
const ofStretch = 'symbol = $1 and timestamp >= $2 and received_at <= $4 and trade_date between $5 and $6';

const around = `select ${quoteColumns} from spy_quotes where ${ofStretch} and timestamp <= $3 order by timestamp, id`;

const pricesOfStretch = `select timestamp, price, price_kind as "priceKind", tier from spy_quotes
  where ${ofStretch} and timestamp < $3 order by timestamp, id`;

const ticksOfStretch = `select timestamp, price, volume, source, price_kind as "priceKind", tier from spy_quotes
  where ${ofStretch} and timestamp < $3 order by timestamp desc, id desc limit ${maxTicks}`;

const received = 'received_at > $1 and received_at <= $2 and trade_date between $3 and $4';

const receivedByAll = `select ${quoteColumns} from (
    select * from spy_quotes where ${received} order by received_at fetch first $5 rows with ties) as found
  order by received_at, id`;

const receivedBySome = `select ${quoteColumns} from (
    select * from spy_quotes where ${received} and symbol = any ($6::text[])
    order by received_at fetch first $5 rows with ties) as found
  order by received_at, id`;

const lastReceivedAt =
  'select max(received_at) as at from spy_quotes where received_at <= $1 and trade_date <= $2';

/** Quotes in `spy_quotes`; their partition is the trade date of their receipt. */
export function createQuoteStore(connection: PostgresConnection, { write }: PostgresWriter): QuoteStore {
  const stretch = (symbol: string, from: number, to: number, asOf: number) => {
    return [symbol, from, to, asOf, tradeDateOf(from - dayMs), tradeDateOf(asOf)];
  };
  return {
    record: recordTo(write),
    latest: (symbol, asOf) => latest(connection, symbol, asOf),
    async near(symbol, at, withinMs, asOf) {
      const quotes = await connection.all<Quote>(around, stretch(symbol, at - withinMs, at + withinMs, asOf));
      const awayMs = ({ timestamp }: Quote) => Math.abs(timestamp - at);
      return quotes
        .filter((quote) => pricePointOf(quote) !== null)
        .reduce<Quote | null>(
          (nearest, next) => (nearest === null || awayMs(next) <= awayMs(nearest) ? next : nearest),
          null,
        );
    },
    async ofDay(symbol, fromMs, toMs, asOf) {
      const rows = await connection.all<PricedRow>(pricesOfStretch, stretch(symbol, fromMs, toMs, asOf));
      return rows.flatMap((row) => pricePointOf(row) ?? []);
    },
    async ticks(symbol, fromMs, toMs, asOf) {
      const rows = await connection.all<QuoteTick & PricedRow>(
        ticksOfStretch,
        stretch(symbol, fromMs, toMs, asOf),
      );
      return rows
        .filter((row) => pricePointOf(row) !== null)
        .reverse()
        .map(({ timestamp, price, volume, source }) => ({ timestamp, price, volume, source }));
    },
    async receivedBetween({ from, asOf, symbols, limit }) {
      const values = [from, asOf, tradeDateOf(from), tradeDateOf(asOf), limit];
      return symbols
        ? await connection.all<Quote>(receivedBySome, [...values, symbols])
        : await connection.all<Quote>(receivedByAll, values);
    },
    async lastReceivedAt(asOf) {
      const row = await connection.get<{ at: number | null }>(lastReceivedAt, [asOf, tradeDateOf(asOf)]);
      return row?.at ?? null;
    },
  };
}

function recordTo(write: PostgresWriter['write']): QuoteStore['record'] {
  /** The newest row of each symbol by the vendor's time, so that the usual quote needs no query to compare with. */
  const newest = new Map<string, Quote>();
  const newestOf = async (sql: Sql, symbol: string) =>
    newest.get(symbol) ?? (await sql.get<Quote>(lastUpTo, [symbol, Number.MAX_SAFE_INTEGER]));

  const record = async (quote: Quote) => {
    let newestNow: Quote | null = null;
    const isStored = await write(async (sql) => {
      const last = await newestOf(sql, quote.symbol);
      newestNow = last;
      const isNewest = !last || quote.timestamp >= last.timestamp;
      const before = isNewest ? last : await sql.get<Quote>(lastUpTo, [quote.symbol, quote.timestamp]);
      if (before && isRepeat(quote, before)) return false;
      const date = tradeDateOf(quote.receivedAt);
      await ensurePartitions(sql, date);
      await sql.run(insertQuote, [...quoteValues(quote), date]);
      if (isNewest) newestNow = { ...quote };
      return true;
    });
    if (newestNow) newest.set(quote.symbol, newestNow);
    return { isStored };
  };

  return (quote) =>
    record(quote).catch((error: unknown) => {
      // Whether it was committed is not known where the connection was lost: the next one asks.
      newest.delete(quote.symbol);
      throw error;
    });
}

/** The newest quote by the vendor's time, of the last days if it must be among them. */
async function latest(sql: Sql, symbol: string, asOf: number): Promise<Quote | null> {
  const recentFrom = asOf - recentMs;
  const upTo = tradeDateOf(asOf);
  const recent = await sql.get<Quote>(lastReceived, [symbol, asOf, tradeDateOf(recentFrom), upTo]);
  // What was received before those days has an older time than this, but for the vendor's clock.
  if (recent && recent.timestamp > recentFrom + farthestAheadMs) return recent;
  return await sql.get<Quote>(lastReceived, [symbol, asOf, '-infinity', upTo]);
}
