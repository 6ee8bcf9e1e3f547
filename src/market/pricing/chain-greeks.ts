import type { Calendar } from '../calendar/calendar.ts';
import type { Chain } from '../quotes/chain.ts';
import { type FilledGreeks, fillGreeks } from './fill-greeks.ts';
import { newYorkDate } from '../calendar/new-york-time.ts';
import { oldestQuoteMs, type QuoteUses, quoteUses } from '../quotes/quote-use.ts';
import { yearsToExpiry } from './years-to-expiry.ts';

/** Over a day neither moves a price by a cent; both are round figures of 2026. */
export const rates = { rate: 0.04, dividendYield: 0.012 };

/** Time and rates for the model; `null` once the chain has expired. */
export function modelTerms(
  expiration: string,
  at: number,
  calendar: Calendar,
): { years: number; rate: number; dividendYield: number } | null {
  const session = calendar.sessionOn(expiration);
  const years = session && yearsToExpiry(at, session.optionClose);
  return years ? { years, ...rates } : null;
}

export interface FilledChain extends Omit<FilledGreeks, 'contracts'> {
  chain: Chain;
  quotes: QuoteUses;
  /** Epoch ms at which the contracts are priced: see `pricingTime`. */
  pricedAt: number;
  /** From there to expiry; `null` where the chain is not priced: it has expired, or has no spot of its time. */
  years: number | null;
}

/**
 * The chain with one volatility a strike and the greeks that follow, each tagged with its source. Recorded chains hold
 * what the vendor said only: ours follow from it, and would make every quiet contract a new row at each poll. Without a
 * spot of the quotes' time, or after expiry, the chain stays as it is.
 */
export function fillChain(chain: Chain, calendar: Calendar): FilledChain {
  const { expiration, timestamp, contracts } = chain;
  const quotes = quoteUses(contracts);
  const pricedAt = pricingTime(chain, quotes, calendar);
  const hasExpired = modelTerms(expiration, timestamp, calendar) === null;
  const terms = hasExpired ? null : modelTerms(expiration, pricedAt, calendar);
  const spot = spotOfQuotes(chain, quotes);
  if (!terms || spot === null) {
    return { chain, quotes, pricedAt, years: null, refusals: [], dropped: [], extended: 0, smile: [] };
  }
  const { contracts: filled, ...rest } = fillGreeks(contracts, { spot, ...terms }, quotes);
  return { chain: { ...chain, contracts: filled }, quotes, pricedAt, years: terms.years, ...rest };
}

/** The spot, unless it is known to be of another time than the quotes: together they would say nothing. */
function spotOfQuotes({ underlyingPrice, underlyingPriceAt }: Chain, { quotedAt }: QuoteUses): number | null {
  if (quotedAt === null || underlyingPriceAt === null) return underlyingPrice;
  return Math.abs(underlyingPriceAt - quotedAt) > oldestQuoteMs ? null : underlyingPrice;
}

/**
 * When the values of a chain were made, which is where its time to expiry counts from: the newest believable quote's
 * time. One time for all contracts, since they are priced at one spot, and a quote that stands is as good as a new one.
 * On plans without quotes the spot's time stands in, which belongs to them; on a closed market it is never later than
 * when the options closed.
 */
function pricingTime(chain: Chain, { quotedAt }: QuoteUses, calendar: Calendar): number {
  const { timestamp, underlyingPriceAt } = chain;
  if (quotedAt !== null) return Math.min(quotedAt, timestamp);
  const date = newYorkDate(timestamp);
  const today = calendar.sessionOn(date);
  const session = today && timestamp >= today.open ? today : calendar.previousSession(date);
  return Math.min(timestamp, underlyingPriceAt ?? timestamp, session.optionClose);
}

/** The filled chain alone. */
export function withGreeks(chain: Chain, calendar: Calendar): Chain {
  return fillChain(chain, calendar).chain;
}
