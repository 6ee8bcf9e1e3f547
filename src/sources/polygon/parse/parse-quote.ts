import * as z from 'zod';
import type { Bar } from '../../../market/quotes/bar.ts';
import type { Calendar } from '../../../market/calendar/calendar.ts';
import { newYorkDate } from '../../../market/calendar/new-york-time.ts';
import type { DataTier, Quote, Source } from '../../../market/quotes/quote.ts';
import { believableAheadMs, count, price, problemOf, time } from './fields.ts';
import { otherSymbol, UpstreamError } from '../http/upstream-error.ts';

/** What parsing an answer takes, other than the answer itself. */
export interface ParseContext {
  symbol: string;
  receivedAt: number;
  source: Source;
  /** Whether prices should be moving at this moment, so that an old one means a delayed plan. */
  isTrading: boolean;
  calendar: Pick<Calendar, 'sessionOn' | 'previousSession'>;
  /** Takes the reason for each value of an answer that was passed over although it was there. */
  onRejection?: (reason: string) => void;
}

const previousBar = z.looseObject({
  ticker: z.string().nullish(),
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
 * The last finished day as a quote: all that the smallest plan gives.
 * @param closeBefore close of the session before a date, where it is known: the day's change is measured from it
 * @throws UpstreamError `malformed` or `not-found`
 */
export function parsePreviousClose(
  body: unknown,
  context: ParseContext,
  closeBefore: (date: string) => number | null = () => null,
): Quote {
  const parsed = previousBar.safeParse(body);
  if (!parsed.success) throw unreadable(parsed.error);
  const bar = parsed.data.results?.[0];
  const answered = bar?.T || parsed.data.ticker;
  if (answered && answered !== context.symbol) throw otherSymbol(context.symbol);
  if (!bar?.c) throw new UpstreamError('not-found', `The API holds no previous day of ${context.symbol}.`);
  const date = bar.t === null ? lastDayBefore(context) : newYorkDate(bar.t);
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
    previousClose: closeBefore(date),
    volume: bar.v,
    vwap: bar.vw,
    // The vendor's time of a day is 16:00, on a day that closed early, too.
    ...timing(context.calendar.sessionOn(date)?.close ?? bar.t, context, 'end-of-day'),
  };
}

/** The day before the one at hand, as snapshots see it: what they show of it stays until the next day begins. */
function lastDayBefore({ calendar, receivedAt }: ParseContext): string {
  return calendar.previousSession(newYorkDate(receivedAt)).date;
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
    ...timing(minuteEnd(last.start, context.receivedAt), context, null),
  };
}

const minuteMs = 60_000;
/** The delayed plans are 15 minutes behind. */
const delayedFromMs = 14 * 60_000;

/** When a minute's close was made at the latest: the minute at hand ends later than what is known of it. */
export function minuteEnd(start: number, knownUntil: number): number {
  return Math.min(start + minuteMs, knownUntil);
}

/**
 * @param at the vendor's time of the price; without one, or with one of the future, that of receipt stands in
 * @param said what the answer says itself of its tier
 * @param ofPlan what else it shows of the plan; the age of a price says more of a plan without quotes, while it trades
 */
export function timing(
  at: number | null,
  context: ParseContext,
  said: DataTier | null,
  ofPlan: DataTier = 'unknown',
): Pick<Quote, 'timestamp' | 'receivedAt' | 'source' | 'tier'> {
  const { receivedAt, source, isTrading } = context;
  const believed = believedTime(at, context);
  const tierByAge = believed === null ? 'unknown' : tierOfAge(receivedAt - believed, isTrading);
  return {
    timestamp: believed ?? receivedAt,
    receivedAt,
    source,
    // Who shows quotes is a real-time plan, also in a halt and when the feed is late.
    tier: said ?? (isTrading && ofPlan !== 'real-time' ? tierByAge : ofPlan),
  };
}

/** `null` for a time that has not come yet. */
export function believedTime(
  at: number | null | undefined,
  { receivedAt }: { receivedAt: number },
): number | null {
  return at && at <= receivedAt + believableAheadMs ? at : null;
}

/** Only the real-time plan has quotes; the others with snapshots are a quarter of an hour behind. */
export function tierOfPlan(lastQuote: object | null): DataTier {
  return lastQuote === null ? 'delayed' : 'real-time';
}

/** What the age of a price says of the plan, where nothing else does. */
export function tierOfAge(ageMs: number, isTrading: boolean): DataTier {
  if (!isTrading) return 'unknown';
  return ageMs >= delayedFromMs ? 'delayed' : 'real-time';
}

/** The tier that the vendor’s `timeframe` stands for; `null` for any other text. */
export function tierOfTimeframe(timeframe: string | null | undefined): DataTier | null {
  if (timeframe === 'REAL-TIME') return 'real-time';
  return timeframe === 'DELAYED' ? 'delayed' : null;
}

/** The error of an answer of an unknown shape. */
export function unreadable(error: z.ZodError): UpstreamError {
  return new UpstreamError('malformed', `The API's answer makes no sense: ${problemOf(error)}.`);
}

/** The error of a snapshot without a price. */
export function withoutPrice(symbol: string): UpstreamError {
  return new UpstreamError('malformed', `The API's snapshot of ${symbol} holds no price.`);
}
