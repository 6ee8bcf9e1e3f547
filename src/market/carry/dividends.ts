import type { Calendar } from '../calendar/calendar.ts';
import { addDays } from '../calendar/new-york-time.ts';
import { minutesPerYear } from '../pricing/years-to-expiry.ts';
import type { Dividend } from './dividend.ts';
import { dividendTable } from './dividend-table.ts';

/** A cash dividend until expiry. */
export interface DividendAhead {
  /** Calendar years from now to the last trade with it; see `exInstant`. */
  years: number;
  /** Dollars a share. */
  amount: number;
}

/** An expected ex-date is at most so many days off; two quarters are three months apart. */
const daysOff = 30;

/**
 * The dividends of a symbol whose ex-date is later than one date and no later than another, oldest first. Those of the
 * settings replace the table's within 30 days, since a fund may pay on another day than it is expected to; of amount 0 they
 * only take it away.
 */
export function dividendsBetween(
  symbol: string,
  from: string,
  to: string,
  overrides: readonly Dividend[],
): Dividend[] {
  const own = overrides.filter((one) => one.symbol === symbol);
  const isReplaced = ({ exDate }: Dividend) =>
    own.some((one) => exDate >= addDays(one.exDate, -daysOff) && exDate <= addDays(one.exDate, daysOff));
  const known = dividendTable.filter((one) => one.symbol === symbol && !isReplaced(one));
  return [...known, ...own]
    .filter(({ exDate, amount }) => exDate > from && exDate <= to && amount > 0)
    .sort((one, other) => (one.exDate < other.exDate ? -1 : 1));
}

/**
 * When a share is last traded with a dividend: at the end of the session before the ex-date. Options on it are exercised
 * before that, or without it.
 */
export function exInstant({ exDate }: Pick<Dividend, 'exDate'>, calendar: Calendar): number {
  return calendar.previousSession(exDate).postClose;
}

/** What a chain's dividends depend on. Instants are epoch ms. */
export interface DividendSpan {
  symbol: string;
  at: number;
  /** When the options' time value is gone. */
  end: number;
  /** `YYYY-MM-DD`. */
  expiration: string;
}

/** The dividends that a share pays from an instant on until its options end. */
export function dividendsAhead(
  { symbol, at, end, expiration }: DividendSpan,
  calendar: Calendar,
  overrides: readonly Dividend[],
): DividendAhead[] {
  return dividendsBetween(symbol, '', expiration, overrides).flatMap((dividend) => {
    const last = exInstant(dividend, calendar);
    if (last <= at || last >= end) return [];
    return [{ years: (last - at) / (minutesPerYear * 60_000), amount: dividend.amount }];
  });
}

/** What dividends until expiry are worth now, in dollars a share. @param rate continuously compounded and annual */
export function presentValue(dividends: readonly DividendAhead[], rate: number): number {
  let sum = 0;
  for (const { years, amount } of dividends) sum += amount * Math.exp(-rate * years);
  return sum;
}
