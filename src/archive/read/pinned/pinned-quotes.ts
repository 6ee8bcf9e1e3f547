import { addDays } from '../../../market/calendar/new-york-time.ts';
import { pricePointOf } from '../../../market/quotes/price-line.ts';
import type { Quote } from '../../../market/quotes/quote.ts';
import type { QuoteStore } from '../../../recordings/quotes.ts';
import type { ReadOn } from '../../../recordings/read-on.ts';
import { dateAt, datesWithin, stretchOf } from '../archived-dates.ts';
import type { SessionParts } from '../parts/session-parts.ts';
import {
  type ArchivedQuotesSource,
  byPriceTime,
  createArchivedQuotes,
  farthestAheadMs,
  lastReceivedOf,
  latestQuote,
  maxTicks,
  nearestOf,
  quotesBetween,
} from '../stores/archived-quotes.ts';
import { cutStretch } from './cut-stretch.ts';
import { type RemovedNow, type RemovedSessions, readPinned, someDates } from './removed-sessions.ts';

type Quotes = Omit<QuoteStore, 'record'>;

/** Whose quotes are read: the database's, and the archive's of the dates that were removed from it. */
export interface PinnedQuotesOptions {
  database: Quotes;
  parts: Pick<SessionParts, 'quotes'>;
  removed: RemovedNow;
}

/** A range of the vendor's times: from `from` up to, not including, `to`. */
interface Range {
  symbol: string;
  from: number;
  to: number;
  asOf: number;
}

/** A last price that a symbol keeps is received again within so many days. */
const carriedDays = 7;

/** The quotes of a database, those that retention has taken from the archive. */
export function createPinnedQuotes(options: PinnedQuotesOptions): Quotes {
  const { database, removed } = options;
  const pinned = <T>(read: (now: RemovedSessions) => Promise<T>) => readPinned(removed, read);

  return {
    latest: (symbol, asOf) =>
      pinned(async (now) => {
        const own = await database.latest(symbol, asOf);
        const dates = now.of(symbol, 'quotes');
        return dates.length === 0
          ? own
          : await latestQuote(sourceOf(options, symbol, dates), symbol, asOf, own);
      }),
    near: (symbol, at, withinMs, asOf) =>
      pinned(async (now) => {
        const own = await database.near(symbol, at, withinMs, asOf);
        const dates = datesOfRange(now, { symbol, from: at - withinMs, to: at + withinMs, asOf });
        if (dates.length === 0) return own;
        const quotes = createArchivedQuotes(sourceOf(options, symbol, dates));
        const archived = await quotes.near(symbol, at, withinMs, asOf);
        const both = [archived, own].filter((quote) => quote !== null);
        return nearestOf(both.sort(byPriceTime), at);
      }),
    ofDay: (symbol, from, to, asOf) =>
      pinned(async (now) => {
        const quotes = await quotesOfBoth(options, now, { symbol, from, to, asOf });
        if (quotes === null) return await database.ofDay(symbol, from, to, asOf);
        return quotes.flatMap((quote) => pricePointOf(quote) ?? []);
      }),
    ticks: (symbol, from, to, asOf) =>
      pinned(async (now) => {
        const quotes = await quotesOfBoth(options, now, { symbol, from, to, asOf });
        if (quotes === null) return await database.ticks(symbol, from, to, asOf);
        return quotes
          .slice(-maxTicks)
          .filter((quote) => pricePointOf(quote) !== null)
          .map(({ timestamp, price, volume, source }) => ({ timestamp, price, volume, source }));
      }),
    receivedBetween: (stretch) => pinned((now) => receivedBetween(options, now, stretch)),
    lastReceivedAt: (asOf) =>
      pinned(async (now) => {
        let last = await database.lastReceivedAt(asOf);
        for (const symbol of now.underlyings('quotes')) {
          const source = sourceOf(options, symbol, now.of(symbol, 'quotes'));
          last = await lastReceivedOf(source, symbol, asOf, last);
        }
        return last;
      }),
  };
}

function sourceOf(
  { parts }: PinnedQuotesOptions,
  symbol: string,
  dates: readonly string[],
): ArchivedQuotesSource {
  return { parts, dates: someDates(new Map([[symbol, dates]])) };
}

/** The removed dates on which quotes of these times may have been received. */
function datesOfRange(now: RemovedSessions, { symbol, from, to, asOf }: Range): string[] {
  const last = [dateAt(asOf), lastCarried(to)].sort()[0]!;
  return datesWithin(now.of(symbol, 'quotes'), dateAt(from - farthestAheadMs), last);
}

const lastCarried = (to: number) => addDays(dateAt(to), carriedDays);

/** The quotes of a range of both, by the vendor's time; `null` where the database has them all. */
async function quotesOfBoth(
  options: PinnedQuotesOptions,
  now: RemovedSessions,
  range: Range,
): Promise<Quote[] | null> {
  const { symbol, from, to, asOf } = range;
  const dates = datesOfRange(now, range);
  if (dates.length === 0) return null;
  const archived = await quotesBetween(sourceOf(options, symbol, dates), symbol, { from, to }, asOf);
  const received = {
    from: stretchOf(dateAt(from - farthestAheadMs)).from,
    asOf: Math.min(asOf, stretchOf(lastCarried(to)).asOf),
  };
  const own: Quote[] = [];
  for (const { date, ...part } of cutStretch(received, dates)) {
    if (date !== null) continue;
    const quotes = await options.database.receivedBetween({ ...part, symbols: [symbol], limit: all });
    own.push(...quotes.filter(({ timestamp }) => timestamp >= from && timestamp < to));
  }
  return [...archived, ...own].sort(byPriceTime);
}

const all = Number.MAX_SAFE_INTEGER;

async function receivedBetween(
  options: PinnedQuotesOptions,
  now: RemovedSessions,
  { symbols, limit, ...stretch }: Parameters<Quotes['receivedBetween']>[0],
): Promise<Quote[]> {
  const { database } = options;
  const asked = symbols ?? now.underlyings('quotes');
  const dates = new Set(asked.flatMap((symbol) => now.of(symbol, 'quotes')));
  const found: Quote[] = [];
  for (const { date, ...part } of cutStretch(stretch, [...dates].sort())) {
    if (found.length >= limit) break;
    const wanted = { ...part, symbols, limit: limit - found.length };
    const quotes =
      date === null
        ? await database.receivedBetween(wanted)
        : await receivedOn(options, now, { ...wanted, date, asked });
    found.push(...quotes);
  }
  return found;
}

/** The quotes of a date of which the archive answers for some symbols. */
async function receivedOn(
  { database, parts }: PinnedQuotesOptions,
  now: RemovedSessions,
  {
    date,
    asked,
    limit,
    ...part
  }: ReadOn & {
    date: string;
    asked: readonly string[];
    symbols?: readonly string[] | undefined;
    limit: number;
  },
): Promise<Quote[]> {
  const isRemoved = (symbol: string) => now.has({ underlying: symbol, date }, 'quotes');
  const kept = await database.receivedBetween({ ...part, limit: all });
  const dates = someDates(new Map(asked.filter(isRemoved).map((symbol) => [symbol, [date]])));
  const archived = await createArchivedQuotes({ parts, dates }).receivedBetween({ ...part, limit: all });
  const inOrder = [...archived, ...kept.filter(({ symbol }) => !isRemoved(symbol))].sort(
    (one, other) => one.receivedAt - other.receivedAt,
  );
  const last = inOrder[limit - 1];
  return inOrder.filter((quote, index) => index < limit || quote.receivedAt === last?.receivedAt);
}
