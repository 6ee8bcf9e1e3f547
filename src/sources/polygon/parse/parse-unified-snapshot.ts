import * as z from 'zod';
import type { Quote } from '../../../market/quotes/quote.ts';
import { wordOf } from '../http/body-status.ts';
import { choosePrice, closeSoFar, closingPrice } from './choose-price.ts';
import { failureInside } from '../http/classify.ts';
import { conditions, count, part, price, quotedPrice, time } from './fields.ts';
import {
  believedTime,
  minuteEnd,
  type ParseContext,
  tierOfPlan,
  tierOfTimeframe,
  timing,
  unreadable,
  withoutPrice,
} from './parse-quote.ts';
import { UpstreamError } from '../http/upstream-error.ts';

const timeframe = z.string().nullish();

const row = z.looseObject({
  ticker: z.string(),
  error: z.string().nullish(),
  message: z.string().nullish(),
  last_updated: time,
  timeframe,
  /** Of an index. */
  value: price,
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
  last_minute: part({ close: price, high: price, low: price, last_updated: time }),
  last_quote: part({ bid: quotedPrice, ask: quotedPrice, last_updated: time, timeframe }),
  last_trade: part({
    price,
    conditions,
    last_updated: time,
    sip_timestamp: time,
    participant_timestamp: time,
    timeframe,
  }),
});

const unifiedSnapshot = z.looseObject({
  status: z.string().nullish(),
  results: z.array(row).nullish(),
});

type Row = z.output<typeof row>;

/** The rows of a unified snapshot, checked once for all the symbols that are looked up in them. */
export type UnifiedRows = readonly Row[];

/** @throws UpstreamError `malformed` */
export function readUnifiedSnapshot(body: unknown): UnifiedRows {
  const parsed = unifiedSnapshot.safeParse(body);
  if (!parsed.success) throw unreadable(parsed.error);
  return parsed.data.results ?? [];
}

/** The quote of one symbol alone. @throws UpstreamError `malformed`, `not-found` or `not-entitled` */
export function parseUnifiedSnapshot(body: unknown, context: ParseContext): Quote {
  return quoteOfUnified(readUnifiedSnapshot(body), context);
}

/**
 * A quote from the unified snapshot, which answers 200 with an error inside for a symbol it will not serve. As in the
 * stock snapshot, the price is the best value of the answer that may be one.
 * @throws UpstreamError `malformed`, `not-found` or `not-entitled`
 */
export function quoteOfUnified(rows: UnifiedRows, context: ParseContext): Quote {
  const found = rows.find(({ ticker }) => ticker === context.symbol);
  if (!found) throw new UpstreamError('not-found', `The API's snapshot does not hold ${context.symbol}.`);
  if (found.error) {
    const isRefused = failureInside(wordOf(found.error), found.message ?? null) === 'not-entitled';
    const failure = isRefused ? 'not-entitled' : 'not-found';
    throw new UpstreamError(
      failure,
      `The API will not serve ${context.symbol}: ${failure.replace('-', ' ')}.`,
    );
  }
  const { session, last_quote: quote, last_trade: trade } = found;
  const live = livePrice(found, context);
  const chosen = live ?? (session?.previous_close ? closingPrice(session.previous_close, context) : null);
  if (chosen === null) throw withoutPrice(context.symbol);
  const day = live ? session : null;
  const said = tierOfTimeframe(found.timeframe ?? quote?.timeframe ?? trade?.timeframe);
  return {
    symbol: context.symbol,
    price: chosen.price,
    priceKind: chosen.kind,
    bid: quote?.bid ?? null,
    ask: quote?.ask ?? null,
    quotedAt: quote?.bid || quote?.ask ? believedTime(quote.last_updated, context) : null,
    slotAt: null,
    dayOpen: day?.open ?? null,
    dayHigh: day?.high ?? null,
    dayLow: day?.low ?? null,
    previousClose: day?.previous_close ?? null,
    volume: day?.volume ?? null,
    vwap: day?.vwap ?? null,
    ...timing(chosen.at, context, live ? said : 'end-of-day', tierOfPlan(quote)),
  };
}

function livePrice(found: Row, context: ParseContext) {
  const { session, last_minute: minute, last_quote: quote, last_trade: trade } = found;
  const updated = found.last_updated ?? session?.last_updated ?? null;
  const tradedAt = trade?.sip_timestamp ?? trade?.last_updated ?? trade?.participant_timestamp ?? null;
  const sold = (
    name: string,
    value: number | null | undefined,
    at: number | null,
    codes: readonly number[],
  ) => (value ? [{ name, price: value, at, conditions: codes }] : []);
  return choosePrice(
    {
      trades: [
        ...sold('last trade', trade?.price, tradedAt ?? updated, trade?.conditions ?? []),
        ...sold('session price', session?.price, session?.last_updated ?? found.last_updated, []),
        ...sold('index value', found.value, updated, []),
      ],
      minute: minute?.close
        ? {
            ...{ price: minute.close, low: minute.low, high: minute.high, start: minute.last_updated },
            at: minute.last_updated === null ? updated : closeOfMinute(minute.last_updated, updated, context),
          }
        : null,
      quote: { bid: quote?.bid ?? null, ask: quote?.ask ?? null, at: quote?.last_updated ?? updated },
      // Before the open the session's close is the one before.
      day:
        session?.close && session.open
          ? {
              ...{ price: session.close, low: session.low, high: session.high },
              at: closeSoFar(updated ?? context.receivedAt, context),
            }
          : null,
    },
    context,
  );
}

const minuteMs = 60_000;

/** A whole minute is the start of one, anything else the time of its last change. */
function closeOfMinute(stamp: number, updated: number | null, { receivedAt }: ParseContext): number {
  return stamp % minuteMs === 0 ? minuteEnd(stamp, updated ?? receivedAt) : stamp;
}
