import * as z from 'zod';
import type { Bar } from '../../market/bar.ts';
import type { DataTier, Quote, Source } from '../../market/quote.ts';
import { wordOf } from './body-status.ts';
import { failureInside } from './classify.ts';
import { believableAheadMs, count, part, price, refusal, time } from './fields.ts';
import { UpstreamError } from './upstream-error.ts';

/** What a parsed answer is worth knowing about besides its own content. */
export interface ParseContext {
  symbol: string;
  receivedAt: number;
  source: Source;
  /** Whether prices should be moving at this moment, so that an old one means a delayed plan. */
  isTrading: boolean;
}

const dayBar = part({ o: price, h: price, l: price, c: price, v: count, vw: price });

const stockSnapshot = z.looseObject({
  status: z.string().nullish(),
  ticker: z.looseObject({
    ticker: z.string().nullish(),
    updated: time,
    day: dayBar,
    min: part({ c: price, t: time }),
    prevDay: dayBar,
    lastQuote: part({ p: price, P: price, t: time }),
    lastTrade: part({ p: price, t: time }),
  }),
});

/**
 * A quote from the single-ticker stock snapshot. The price is the last trade, where the plan has trades, else the close
 * of the last minute, of the day, or of the previous day. Before the open the vendor serves zeros in `day`.
 * @throws UpstreamError `malformed` when there is no price in it at all
 */
export function parseStockSnapshot(body: unknown, context: ParseContext): Quote {
  const parsed = stockSnapshot.safeParse(body);
  if (!parsed.success) throw unreadable(parsed.error);
  const { status, ticker: row } = parsed.data;
  if (row.ticker && row.ticker !== context.symbol) throw otherSymbol(context.symbol);
  const { min, prevDay, lastQuote, lastTrade } = row;
  // Before the first trade, and when the vendor lags, the day is still the one before.
  const day = isSameBar(row.day, prevDay) ? null : row.day;
  const last = lastTrade?.p ?? min?.c ?? day?.c ?? prevDay?.c ?? null;
  if (last === null)
    throw new UpstreamError('malformed', `The API's snapshot of ${context.symbol} holds no price.`);
  const timestamp = (lastTrade?.p ? lastTrade.t : null) ?? row.updated ?? min?.t ?? context.receivedAt;
  return {
    symbol: context.symbol,
    price: last,
    priceKind: null,
    quotedAt: null,
    slotAt: null,
    bid: lastQuote?.p ?? null,
    ask: lastQuote?.P ?? null,
    dayOpen: day?.o ?? null,
    dayHigh: day?.h ?? null,
    dayLow: day?.l ?? null,
    previousClose: prevDay?.c ?? null,
    volume: day?.c ? (day.v ?? null) : null,
    vwap: day?.vw ?? null,
    ...timing(timestamp, context, status === 'DELAYED' ? 'delayed' : null, tierOfPlan(lastQuote)),
  };
}

type DayBar = z.output<typeof dayBar>;

function isSameBar(a: DayBar, b: DayBar): boolean {
  return a !== null && b !== null && (['o', 'h', 'l', 'c', 'v'] as const).every((key) => a[key] === b[key]);
}

const timeframe = z.string().nullish();

const unifiedSnapshot = z.looseObject({
  status: z.string().nullish(),
  results: z
    .array(
      z.looseObject({
        ticker: z.string(),
        error: z.string().nullish(),
        message: z.string().nullish(),
        last_updated: time,
        timeframe,
        session: part({
          open: price,
          high: price,
          low: price,
          close: price,
          price,
          previous_close: price,
          volume: count,
          vwap: price,
          last_updated: time,
        }),
        last_minute: part({ close: price, vwap: price, last_updated: time }),
        last_quote: part({ bid: price, ask: price, last_updated: time, timeframe }),
        last_trade: part({
          price,
          last_updated: time,
          sip_timestamp: time,
          participant_timestamp: time,
          timeframe,
        }),
      }),
    )
    .nullish(),
});

/**
 * A quote from the unified snapshot, which answers 200 with an error inside for a symbol it will not serve.
 * @throws UpstreamError `malformed`, `not-found` or `not-entitled`
 */
export function parseUnifiedSnapshot(body: unknown, context: ParseContext): Quote {
  const parsed = unifiedSnapshot.safeParse(body);
  if (!parsed.success) throw unreadable(parsed.error);
  const row = parsed.data.results?.find((result) => result.ticker === context.symbol);
  if (!row) throw new UpstreamError('not-found', `The API's snapshot does not hold ${context.symbol}.`);
  if (row.error) {
    const isRefused = failureInside(wordOf(row.error), row.message ?? null) === 'not-entitled';
    const failure = isRefused ? 'not-entitled' : 'not-found';
    throw new UpstreamError(
      failure,
      `The API will not serve ${context.symbol}: ${failure.replace('-', ' ')}.`,
    );
  }
  const { session, last_minute: minute, last_quote: book, last_trade: trade } = row;
  const last =
    trade?.price ?? session?.price ?? minute?.close ?? session?.close ?? session?.previous_close ?? null;
  if (last === null)
    throw new UpstreamError('malformed', `The API's snapshot of ${context.symbol} holds no price.`);
  const tradedAt = trade?.price
    ? (trade.sip_timestamp ?? trade.last_updated ?? trade.participant_timestamp)
    : null;
  const timestamp =
    tradedAt ?? row.last_updated ?? session?.last_updated ?? minute?.last_updated ?? context.receivedAt;
  return {
    symbol: context.symbol,
    price: last,
    priceKind: null,
    quotedAt: null,
    slotAt: null,
    bid: book?.bid ?? null,
    ask: book?.ask ?? null,
    dayOpen: session?.open ?? null,
    dayHigh: session?.high ?? null,
    dayLow: session?.low ?? null,
    previousClose: session?.previous_close ?? null,
    volume: session?.volume ?? null,
    vwap: session?.vwap ?? null,
    ...timing(
      timestamp,
      context,
      tierOfTimeframe(row.timeframe ?? book?.timeframe ?? trade?.timeframe),
      tierOfPlan(book),
    ),
  };
}

const previousBar = z.looseObject({
  results: z
    .array(
      z.looseObject({
        T: z.string().nullish(),
        o: price,
        h: price,
        l: price,
        c: price,
        v: count,
        vw: price,
        t: time,
      }),
    )
    .nullish(),
});

/**
 * The last finished day as a quote: all that the smallest plan gives. The day's own change is unknown then.
 * @throws UpstreamError `malformed` or `not-found`
 */
export function parsePreviousClose(body: unknown, context: ParseContext): Quote {
  const parsed = previousBar.safeParse(body);
  if (!parsed.success) throw unreadable(parsed.error);
  const bar = parsed.data.results?.[0];
  if (!bar?.c) throw new UpstreamError('not-found', `The API holds no previous day of ${context.symbol}.`);
  return {
    symbol: context.symbol,
    price: bar.c,
    priceKind: 'close',
    quotedAt: null,
    slotAt: null,
    bid: null,
    ask: null,
    dayOpen: bar.o,
    dayHigh: bar.h,
    dayLow: bar.l,
    previousClose: null,
    volume: bar.v,
    vwap: bar.vw,
    ...timing(bar.t ?? context.receivedAt, context, 'end-of-day'),
  };
}

/**
 * The session so far from its minute bars: what plans without snapshots give of a live price. A bar says nothing of bid
 * and ask, and its close is up to a minute old.
 * @param bars of one symbol, oldest first, as of today
 * @param session hours of the day at hand; bars outside of them move the price but not open, high and low
 * @throws UpstreamError `not-found` without a bar
 */
export function quoteOfMinuteBars(
  bars: readonly Bar[],
  session: { open: number; close: number },
  previousClose: number | null,
  context: ParseContext,
): Quote {
  const last = bars.at(-1);
  if (!last) throw new UpstreamError('not-found', `The API holds no minute of ${context.symbol} today.`);
  const regular = bars.filter(({ start }) => start >= session.open && start < session.close);
  const isAny = regular.length > 0;
  return {
    symbol: context.symbol,
    price: last.close,
    priceKind: 'minute',
    quotedAt: null,
    slotAt: null,
    bid: null,
    ask: null,
    dayOpen: regular[0]?.open ?? null,
    dayHigh: isAny ? Math.max(...regular.map(({ high }) => high)) : null,
    dayLow: isAny ? Math.min(...regular.map(({ low }) => low)) : null,
    previousClose,
    volume: isAny ? regular.reduce((sum, { volume }) => sum + volume, 0) : null,
    vwap: null,
    // A bar of the minute at hand ends later than now.
    ...timing(Math.min(last.start + minuteMs, context.receivedAt), context, null),
  };
}

const minuteMs = 60_000;
/** The delayed plans are 15 minutes behind. */
const delayedFromMs = 14 * 60_000;

/**
 * @param said what the answer says itself
 * @param ofPlan what else it shows of the plan, for hours in which nothing trades and the age of a price tells nothing
 */
function timing(
  timestamp: number,
  context: ParseContext,
  said: DataTier | null,
  ofPlan: DataTier = 'unknown',
) {
  const { receivedAt, source, isTrading } = context;
  const isBelieved = timestamp <= receivedAt + believableAheadMs;
  const tierByAge = isBelieved ? tierOfAge(receivedAt - timestamp, isTrading) : 'unknown';
  return {
    timestamp: isBelieved ? timestamp : receivedAt,
    receivedAt,
    source,
    tier: said ?? (isTrading ? tierByAge : ofPlan),
  };
}

/** Only the real-time plan has quotes; the others with snapshots are a quarter of an hour behind. */
function tierOfPlan(lastQuote: object | null): DataTier {
  return lastQuote === null ? 'delayed' : 'real-time';
}

/** What the age of a price says of the plan, where nothing else does. */
export function tierOfAge(ageMs: number, isTrading: boolean): DataTier {
  if (!isTrading) return 'unknown';
  return ageMs >= delayedFromMs ? 'delayed' : 'real-time';
}

export function tierOfTimeframe(timeframe: string | null | undefined): DataTier | null {
  if (timeframe === 'REAL-TIME') return 'real-time';
  return timeframe === 'DELAYED' ? 'delayed' : null;
}

function unreadable(error: z.ZodError): UpstreamError {
  return new UpstreamError('malformed', `The API's answer makes no sense: ${refusal(error)}.`);
}

function otherSymbol(expected: string): UpstreamError {
  return new UpstreamError('malformed', `The API answered about another symbol than ${expected}.`);
}
