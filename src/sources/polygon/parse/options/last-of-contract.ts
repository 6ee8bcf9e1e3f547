import { newYorkDate } from '../../../../market/calendar/new-york-time.ts';
import { spreadOf } from '../../../../market/quotes/spread.ts';
import { priceEffect } from '../../../../market/quotes/trade-conditions.ts';
import { hasTooManyDecimals } from '../fields.ts';

/** A contract's last trade, quote and day, as far as they say what its last price is. Times are believed ones. */
export interface LastCandidates {
  trade: { price: number; conditions: readonly number[]; at: number | null } | null;
  quote: { bid: number | null; ask: number | null; at: number | null };
  /** The bar of the session at hand; `null` where there is none. */
  day: { close: number; low: number | null; high: number | null; at: number | null } | null;
}

/** The last price of a contract, in dollars a share, and its time in epoch ms. */
export interface LastOfContract {
  last: number | null;
  tradedAt: number | null;
  /** Why the trade is not the last price; `null` where it is, or there is none. */
  rejected: string | null;
}

/** A trade is held against quotes this close to it only: prices of a last day may double in a minute. */
const nearMs = 15_000;
/** How far a trade may lie outside of quote or day: in dollars, in parts of the price, in parts of the range. */
const slack = { dollars: 0.1, ofPrice: 0.25, ofHeight: 1 };

/** The last trade, if it may set a price and agrees with the contract's quote and day, else the close of the day. */
export function lastOfContract({ trade, quote, day }: LastCandidates): LastOfContract {
  const rejected = trade && rejectionOf(trade, quote, day);
  if (trade && rejected === null) return { last: trade.price, tradedAt: trade.at, rejected };
  const tradedAt = day?.at && !isMidnight(day.at) ? day.at : null;
  return { last: day?.close ?? null, tradedAt, rejected };
}

function rejectionOf(
  { price, conditions, at }: NonNullable<LastCandidates['trade']>,
  quote: LastCandidates['quote'],
  day: LastCandidates['day'],
): string | null {
  const effect = priceEffect(conditions, 'options', true);
  if (!effect.sets) return effect.reason;
  if (hasTooManyDecimals(price)) return 'a price of more than four decimals';
  const isNear = at !== null && quote.at !== null && Math.abs(at - quote.at) <= nearMs;
  if (isNear && spreadOf(quote).shape === 'two-sided' && !isWithin(price, quote.bid!, quote.ask!))
    return 'it does not agree with the quote';
  const isOfDay = day !== null && at !== null && isKnownBy(day.at, at);
  if (isOfDay && day.low !== null && day.high !== null && !isWithin(price, day.low, day.high))
    return 'it does not agree with the day range';
  return null;
}

function isWithin(price: number, low: number, high: number): boolean {
  const width = Math.max(slack.dollars, slack.ofPrice * high, slack.ofHeight * (high - low));
  return price >= low - width && price <= high + width;
}

/** Whether a day's bar knows of a trade. A bar stamped with the start of its day does not say how new it is. */
function isKnownBy(dayAt: number | null, tradedAt: number): boolean {
  if (dayAt === null) return false;
  return isMidnight(dayAt) ? tradedAt >= dayAt && tradedAt < dayAt + dayMs : tradedAt <= dayAt;
}

const dayMs = 24 * 3_600_000;

/** Whether a time is the start of a day in New York. */
function isMidnight(at: number): boolean {
  return newYorkDate(at) !== newYorkDate(at - 1);
}
