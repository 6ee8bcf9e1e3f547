import { pricePointOf } from '../../../market/quotes/price-line.ts';
import type { Quote } from '../../../market/quotes/quote.ts';
import type { QuoteStore } from '../../../recordings/quotes.ts';
import {
  type ArchivedDates,
  dateAt,
  datesOf,
  datesWithin,
  newestFirst,
  stretchOf,
} from '../archived-dates.ts';
import type { SessionParts } from '../parts/session-parts.ts';
import { countUpTo, rowsIn } from '../parts/sorted.ts';

/** Prices are older than their receipt; the vendor's clock may be ahead by this much, as the database has it. */
export const farthestAheadMs = 3_600_000;

/** The order of the vendor's times; of one price that was received twice, the later receipt is the later one. */
export function byPriceTime(one: Quote, other: Quote): number {
  return one.timestamp - other.timestamp || one.receivedAt - other.receivedAt;
}

/** What `ticks` gives at most. */
export const maxTicks = 20_000;

const receiptOf = ({ receivedAt }: Quote) => receivedAt;
const isPrice = (quote: Quote) => pricePointOf(quote) !== null;

/** What the quotes of an archive are read from. */
export interface ArchivedQuotesSource {
  parts: Pick<SessionParts, 'quotes'>;
  dates: ArchivedDates;
}

/**
 * The quotes of an archive. A quote lies in the session of its receipt. Those of several symbols that were received at one instant
 * come by symbol: in which order they were stored is not archived.
 */
export function createArchivedQuotes(source: ArchivedQuotesSource): Omit<QuoteStore, 'record'> {
  const { parts, dates } = source;
  return {
    latest: (symbol, asOf) => latestQuote(source, symbol, asOf, null),
    async near(symbol, at, withinMs, asOf) {
      const quotes = await quotesBetween(
        source,
        symbol,
        { from: at - withinMs, to: at + withinMs + 1 },
        asOf,
      );
      return nearestOf(quotes.filter(isPrice), at);
    },
    ofDay: async (symbol, from, to, asOf) =>
      (await quotesBetween(source, symbol, { from, to }, asOf)).flatMap((quote) => pricePointOf(quote) ?? []),
    ticks: async (symbol, from, to, asOf) =>
      (await quotesBetween(source, symbol, { from, to }, asOf))
        .slice(-maxTicks)
        .filter(isPrice)
        .map(({ timestamp, price, volume, source: of }) => ({ timestamp, price, volume, source: of })),
    async receivedBetween({ from, asOf, symbols, limit }) {
      const of = symbols ?? (await dates.underlyings());
      const byDate = await symbolsByDate(dates, of, { from, asOf });
      const found: Quote[] = [];
      for (const [date, own] of byDate) {
        if (found.length >= limit) break;
        const ofDate = await Promise.all(
          own.map(async (underlying) => await parts.quotes({ underlying, date })),
        );
        const inOrder = ofDate
          .flatMap((quotes) => rowsIn(quotes, { from, asOf }, receiptOf))
          .sort((one, other) => one.receivedAt - other.receivedAt);
        for (const quote of inOrder) {
          if (found.length >= limit && quote.receivedAt !== found.at(-1)!.receivedAt) break;
          found.push(quote);
        }
      }
      return found;
    },
    async lastReceivedAt(asOf) {
      let last: number | null = null;
      for (const underlying of await dates.underlyings()) {
        last = await lastReceivedOf(source, underlying, asOf, last);
      }
      return last;
    },
  };
}

/**
 * The newest quote by the vendor's time of those that were received by an instant.
 * @param known a quote that is known from elsewhere
 */
export async function latestQuote(
  { parts, dates }: ArchivedQuotesSource,
  symbol: string,
  asOf: number,
  known: Quote | null,
): Promise<Quote | null> {
  let latest = known;
  for (const date of newestFirst(await dates.of(symbol), asOf)) {
    if (latest && latest.timestamp >= stretchOf(date).asOf + farthestAheadMs) break;
    const quotes = await parts.quotes({ underlying: symbol, date });
    let own: Quote | null = null;
    for (const quote of quotes.slice(0, countUpTo(quotes, asOf, receiptOf))) {
      if (quote.timestamp > asOf + farthestAheadMs) continue;
      if (!own || quote.timestamp >= own.timestamp) own = quote;
    }
    if (own && (!latest || byPriceTime(own, latest) > 0)) latest = own;
  }
  return latest;
}

/**
 * Quotes by the vendor's time: from `from` up to, not including, `to`, those of one instant as they were received. They lie in
 * the sessions of these times, or in the ones after them: a symbol that nobody trades keeps its last price. What was
 * received more than an hour before its own time is not looked for.
 */
export async function quotesBetween(
  { parts, dates }: ArchivedQuotesSource,
  symbol: string,
  { from, to }: { from: number; to: number },
  asOf: number,
): Promise<Quote[]> {
  const found: Quote[] = [];
  const last = dateAt(to - 1);
  for (const date of datesWithin(await dates.of(symbol), dateAt(from - farthestAheadMs), dateAt(asOf))) {
    const quotes = await parts.quotes({ underlying: symbol, date });
    const received = quotes.slice(0, countUpTo(quotes, asOf, receiptOf));
    const own = received.filter(({ timestamp }) => timestamp >= from && timestamp < to);
    found.push(...own);
    const isOver = date > last && received.length > 0 && own.length === 0;
    if (isOver) break;
  }
  return found.sort((one, other) => one.timestamp - other.timestamp);
}

/** Of two that are as near, the later one. @param quotes oldest first */
export function nearestOf(quotes: readonly Quote[], at: number): Quote | null {
  const awayMs = ({ timestamp }: Quote) => Math.abs(timestamp - at);
  return quotes.reduce<Quote | null>(
    (nearest, next) => (nearest === null || awayMs(next) <= awayMs(nearest) ? next : nearest),
    null,
  );
}

/** When a quote of a symbol was received last up to an instant, if that was after one that is known already. */
export async function lastReceivedOf(
  { parts, dates }: ArchivedQuotesSource,
  underlying: string,
  asOf: number,
  known: number | null,
): Promise<number | null> {
  for (const date of newestFirst(await dates.of(underlying), asOf)) {
    if (known !== null && known >= stretchOf(date).asOf) return known;
    const quotes = await parts.quotes({ underlying, date });
    const last = quotes[countUpTo(quotes, asOf, receiptOf) - 1];
    if (last) return Math.max(last.receivedAt, known ?? 0);
  }
  return known;
}

/** Which of some symbols have a session on each date of a stretch, the oldest date first. */
export async function symbolsByDate(
  dates: ArchivedDates,
  symbols: readonly string[],
  stretch: { from: number; asOf: number },
): Promise<[date: string, symbols: string[]][]> {
  const byDate = new Map<string, string[]>();
  for (const symbol of symbols) {
    for (const date of datesOf(await dates.of(symbol), stretch)) {
      byDate.set(date, [...(byDate.get(date) ?? []), symbol]);
    }
  }
  return [...byDate].sort(([one], [other]) => (one < other ? -1 : 1));
}
