import * as z from 'zod';
import type { Quote } from '../../../market/quotes/quote.ts';
import { choosePrice, closeSoFar, closingPrice } from './choose-price.ts';
import { conditions, count, part, price, quotedPrice, time } from './fields.ts';
import {
  believedTime,
  minuteEnd,
  type ParseContext,
  tierOfPlan,
  timing,
  unreadable,
  withoutPrice,
} from './parse-quote.ts';
import { UpstreamError } from '../http/upstream-error.ts';

const dayBar = part({ o: price, h: price, l: price, c: price, v: count, vw: price });

const stockSnapshot = z.looseObject({
  status: z.string().nullish(),
  ticker: z.looseObject({
    ticker: z.string().nullish(),
    updated: time,
    day: dayBar,
    min: part({ c: price, h: price, l: price, t: time }),
    prevDay: dayBar,
    lastQuote: part({ p: quotedPrice, P: quotedPrice, t: time }),
    lastTrade: part({ p: price, c: conditions, t: time }),
  }),
});

type Row = z.output<typeof stockSnapshot>['ticker'];

/**
 * A quote from the single-ticker stock snapshot. The price is the last trade that may set one, else the next best value
 * of the same answer, with its own time. Before the open the vendor serves zeros in `day`; from 03:30 on, on delayed
 * plans until 04:15, nothing is left but the day before: its close is a price of that day, without a change.
 * @throws UpstreamError `malformed` when there is no price in it at all
 */
export function parseStockSnapshot(body: unknown, context: ParseContext): Quote {
  const parsed = stockSnapshot.safeParse(body);
  if (!parsed.success) throw unreadable(parsed.error);
  const { status, ticker: row } = parsed.data;
  if (row.ticker && row.ticker !== context.symbol)
    throw new UpstreamError('malformed', `The API answered about another symbol than ${context.symbol}.`);
  const { prevDay, lastQuote } = row;
  const live = livePrice(row, context);
  const chosen = live ?? (prevDay?.c ? closingPrice(prevDay.c, context) : null);
  if (chosen === null) throw withoutPrice(context.symbol);
  const day = live ? dayOf(row) : prevDay;
  const said = status === 'DELAYED' ? 'delayed' : null;
  return {
    symbol: context.symbol,
    price: chosen.price,
    priceKind: chosen.kind,
    bid: lastQuote?.p ?? null,
    ask: lastQuote?.P ?? null,
    quotedAt: lastQuote?.p || lastQuote?.P ? believedTime(lastQuote.t, context) : null,
    slotAt: null,
    dayOpen: day?.o ?? null,
    dayHigh: day?.h ?? null,
    dayLow: day?.l ?? null,
    previousClose: live ? (prevDay?.c ?? null) : null,
    volume: day?.c ? (day.v ?? null) : null,
    vwap: day?.vw ?? null,
    ...timing(chosen.at, context, live ? said : 'end-of-day', tierOfPlan(lastQuote)),
  };
}

/** The day at hand. Before its first trade, and when the vendor lags, the row's is still the one before. */
function dayOf({ day, prevDay }: Row): Row['day'] {
  const isSame =
    day !== null &&
    prevDay !== null &&
    (['o', 'h', 'l', 'c', 'v'] as const).every((key) => day[key] === prevDay[key]);
  return isSame ? null : day;
}

function livePrice(row: Row, context: ParseContext) {
  const { min, lastQuote, lastTrade, updated } = row;
  const knownUntil = updated ?? context.receivedAt;
  const day = dayOf(row);
  return choosePrice(
    {
      trades: lastTrade?.p
        ? [
            {
              name: 'last trade',
              price: lastTrade.p,
              at: lastTrade.t ?? updated,
              conditions: lastTrade.c,
            },
          ]
        : [],
      minute: min?.c
        ? {
            ...{ price: min.c, low: min.l, high: min.h, start: min.t },
            at: min.t === null ? updated : minuteEnd(min.t, knownUntil),
          }
        : null,
      quote: { bid: lastQuote?.p ?? null, ask: lastQuote?.P ?? null, at: lastQuote?.t ?? updated },
      day: day?.c ? { price: day.c, low: day.l, high: day.h, at: closeSoFar(knownUntil, context) } : null,
    },
    context,
  );
}
