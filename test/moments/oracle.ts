import type { OptionQuote } from '../../src/market/quotes/chain.ts';
import { newYorkDate } from '../../src/market/calendar/new-york-time.ts';
import type { Quote } from '../../src/market/quotes/quote.ts';
import { msOf, type Served } from './served.ts';

/** What a served number is to become: 0 is the vendor's "none". */
const given = (value: number | null | undefined) => (value ? value : null);

/** An odd lot sets no last price. */
const oddLot = 37;

export type ExpectedQuote = Pick<
  Quote,
  | 'price'
  | 'priceKind'
  | 'timestamp'
  | 'bid'
  | 'ask'
  | 'quotedAt'
  | 'dayOpen'
  | 'dayHigh'
  | 'dayLow'
  | 'previousClose'
  | 'volume'
  | 'vwap'
>;

/** What the stock snapshot says of a price while there is one newer than the close of the day before. */
export function quoteOfSnapshot({ ticker }: Served): ExpectedQuote {
  const { day, min, prevDay, lastQuote, lastTrade, updated } = ticker;
  // A minute that began after the trade knows of a later one.
  const isNewest = lastTrade?.t && msOf(lastTrade.t) >= min.t;
  const isTrade = lastTrade?.p > 0 && isNewest && !lastTrade.c.includes(oddLot);
  const minuteEnd = Math.min(min.t + 60_000, msOf(updated));
  const hasDay = day.o > 0;
  return {
    price: isTrade ? lastTrade.p : min.c,
    priceKind: isTrade ? 'trade' : 'minute',
    timestamp: isTrade ? msOf(lastTrade.t) : minuteEnd,
    bid: given(lastQuote?.p),
    ask: given(lastQuote?.P),
    quotedAt: lastQuote?.t ? msOf(lastQuote.t) : null,
    dayOpen: hasDay ? day.o : null,
    dayHigh: hasDay ? day.h : null,
    dayLow: hasDay ? day.l : null,
    previousClose: given(prevDay.c),
    volume: hasDay ? day.v : null,
    vwap: hasDay ? given(day.vw) : null,
  };
}

/**
 * A price of the night belongs to the day that has not begun. The snapshot's day and the one before are earlier ones, so
 * that nothing of them is its own; without a daily bar of ours the close before it is not known.
 */
export function quoteOfNight(snapshot: Served): ExpectedQuote {
  const ofNoDay = { dayOpen: null, dayHigh: null, dayLow: null, volume: null, vwap: null };
  return { ...quoteOfSnapshot(snapshot), ...ofNoDay, previousClose: null };
}

/** What a cleared snapshot leaves: the close of an earlier day, as of that close, from which nothing has changed yet. */
export function quoteOfClose(price: number, closedAt: number): Partial<ExpectedQuote> {
  return { price, priceKind: 'close', timestamp: closedAt, bid: null, ask: null };
}

export type ExpectedContract = Pick<
  OptionQuote,
  | 'strike'
  | 'optionType'
  | 'bid'
  | 'ask'
  | 'last'
  | 'tradedAt'
  | 'volume'
  | 'openInterest'
  | 'sharesPerContract'
> & { quotedAt: number | null };

/** Contracts of the served pages by their symbol. */
export function contractsOf(pages: readonly Served[], sessionDate: string): Map<string, ExpectedContract> {
  const contracts = new Map<string, ExpectedContract>();
  for (const row of pages.flatMap(({ results }) => results as Served[])) {
    contracts.set(row.details.ticker.replace('O:', ''), contractOf(row, sessionDate));
  }
  return contracts;
}

function contractOf(row: Served, sessionDate: string): ExpectedContract {
  const { details, day, last_quote: quote, last_trade: trade } = row;
  const dayAt = day?.last_updated ? msOf(day.last_updated) : null;
  const isToday = dayAt !== null && newYorkDate(dayAt) === sessionDate;
  const tradedAt = trade?.sip_timestamp ? msOf(trade.sip_timestamp) : null;
  return {
    strike: details.strike_price,
    optionType: details.contract_type,
    bid: given(quote?.bid),
    ask: given(quote?.ask),
    last: given(trade?.price) ?? (isToday ? given(day.close) : null),
    // The day's bar does not say when its last trade was.
    tradedAt,
    volume: isToday ? day.volume : 0,
    openInterest: row.open_interest,
    sharesPerContract: details.shares_per_contract,
    quotedAt: quote ? msOf(quote.last_updated) : tradedAt,
  };
}
