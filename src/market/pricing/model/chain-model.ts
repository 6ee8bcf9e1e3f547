import type { Calendar } from '../../calendar/calendar.ts';
import { newYorkDate } from '../../calendar/new-york-time.ts';
import { type DividendAhead, dividendsAhead, presentValue } from '../../carry/dividends.ts';
import { rateAt } from '../../carry/risk-free-rate.ts';
import type { PricingAssumptions } from '../assumptions.ts';
import { productOf } from '../../products/products.ts';
import { optionsEnd, type SeriesTimes } from '../../products/series-times.ts';
import type { ExerciseStyle } from '../exercise-style.ts';
import { yearsToExpiry } from '../years-to-expiry.ts';

/** What a chain is priced with at an instant, next to its quotes and its spot. */
export interface ChainModel {
  /** Continuously compounded and annual, as a fraction. */
  rate: number;
  /** Years of calendar time to the end of the chain's options. */
  years: number;
  /** Trading days of its options until then, today's by what is left of it, of which a year has 252. */
  tradingYears: number;
  /** Epoch ms of that end. */
  endsAt: number;
  /** What the options are, and what they are priced as: an American one that ends today without a dividend is European. */
  style: ExerciseStyle;
  exercise: ExerciseStyle;
  dividends: DividendAhead[];
  /** What those are worth now, dollars a share. */
  dividendsValue: number;
}

/**
 * Time, rate, dividends and exercise of a chain. Time runs to where its options end by the product; a dividend comes at the
 * end of the session before its ex-date, the last moment to exercise for it. `null` once the series has
 * ended, and for one that has no end.
 */
export function chainModel(
  { underlying, expiration }: { underlying: string; expiration: string },
  times: SeriesTimes | null,
  at: number,
  { calendar, rate: rateOverride, dividends: known }: PricingAssumptions,
): ChainModel | null {
  const years = times && at < times.tradingEnd ? yearsToExpiry(at, times.end) : null;
  if (!times || !years) return null;
  const { end } = times;
  const date = newYorkDate(at);
  const rate = rateAt(date, rateOverride);
  const dividends = dividendsAhead({ symbol: underlying, at, end, expiration }, calendar, known);
  const style = productOf(underlying, expiration, calendar).exercise;
  const endsToday = expiration === date && dividends.length === 0;
  return {
    ...{ years, tradingYears: tradingYears(at, { underlying, expiration, end }, calendar), endsAt: end },
    ...{ rate, dividends, dividendsValue: presentValue(dividends, rate) },
    ...{ style, exercise: endsToday ? 'european' : style },
  };
}

const tradingDaysPerYear = 252;

function tradingYears(
  at: number,
  { underlying, expiration, end: endsAt }: { underlying: string; expiration: string; end: number },
  calendar: Calendar,
): number {
  let days = 0;
  for (const date of calendar.tradingDays(newYorkDate(at), expiration)) {
    const session = calendar.sessionOn(date)!;
    const end = date === expiration ? endsAt : optionsEnd(underlying, session, calendar);
    const length = end - session.open;
    // What the opening decides has no part of that day.
    if (length > 0) days += Math.min(Math.max((end - at) / length, 0), 1);
  }
  return days / tradingDaysPerYear;
}
