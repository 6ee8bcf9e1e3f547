import type { Calendar } from '../calendar/calendar.ts';
import { dividendsAhead, presentValue } from '../carry/dividends.ts';
import { rateAt } from '../carry/risk-free-rate.ts';
import type { Chain } from '../quotes/chain.ts';
import type { PricingAssumptions } from './assumptions.ts';
import { type FilledGreeks, fillGreeks } from './fill-greeks.ts';
import { newYorkDate } from '../calendar/new-york-time.ts';
import { oldestQuoteMs, type QuoteUses, quoteUses } from '../quotes/quote-use.ts';
import { yearsToExpiry } from './years-to-expiry.ts';

/** What a chain is priced with next to its quotes. */
export interface ChainTerms {
  /** Years of calendar time to expiry; see `yearsToExpiry`. */
  years: number;
  /** Continuously compounded and annual, as a fraction. */
  rate: number;
  /** The same; 0 wherever dividends are known by date, or nothing is known of them. */
  dividendYield: number;
  /** What the dividends until expiry are worth now, in dollars a share. */
  dividends: number;
}

/** Time, rate and dividends for the model; `null` once the chain has expired. */
export function modelTerms(
  { underlying, expiration }: Pick<Chain, 'underlying' | 'expiration'>,
  at: number,
  { calendar, rate: rateOverride, dividends: known }: PricingAssumptions,
): ChainTerms | null {
  const session = calendar.sessionOn(expiration);
  const years = session && yearsToExpiry(at, session.optionClose);
  if (!years) return null;
  const rate = rateAt(newYorkDate(at), rateOverride);
  const span = { symbol: underlying, at, end: session.optionClose, expiration };
  const dividends = presentValue(dividendsAhead(span, calendar, known), rate);
  return { years, rate, dividendYield: 0, dividends };
}

export interface FilledChain extends Omit<FilledGreeks, 'contracts'> {
  chain: Chain;
  quotes: QuoteUses;
  /** Epoch ms at which the contracts are priced: see `pricingTime`. */
  pricedAt: number;
  /** `null` where the chain is not priced: it has expired, or has no spot of its time. */
  terms: ChainTerms | null;
}

/**
 * The chain with one volatility a strike and the greeks that follow, each tagged with its source. Recorded chains hold
 * what the vendor said only: ours follow from it, and would make every quiet contract a new row at each poll. Without a
 * spot of the quotes' time, or after expiry, the chain stays as it is.
 */
export function fillChain(chain: Chain, assumptions: PricingAssumptions): FilledChain {
  const { timestamp, contracts } = chain;
  const quotes = quoteUses(contracts);
  const pricedAt = pricingTime(chain, quotes, assumptions.calendar);
  const hasExpired = modelTerms(chain, timestamp, assumptions) === null;
  const terms = hasExpired ? null : modelTerms(chain, pricedAt, assumptions);
  const spot = spotOfQuotes(chain, quotes);
  if (!terms || spot === null) {
    return { chain, quotes, pricedAt, terms: null, refusals: [], dropped: [], extended: 0, smile: [] };
  }
  const { contracts: filled, ...rest } = fillGreeks(contracts, { spot, ...terms }, quotes);
  return { chain: { ...chain, contracts: filled }, quotes, pricedAt, terms, ...rest };
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
export function withGreeks(chain: Chain, assumptions: PricingAssumptions): Chain {
  return fillChain(chain, assumptions).chain;
}
