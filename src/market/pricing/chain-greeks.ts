import type { Calendar } from '../calendar/calendar.ts';
import { dividendsAhead, presentValue } from '../carry/dividends.ts';
import { rateAt } from '../carry/risk-free-rate.ts';
import { chainSeries } from '../products/chain-series.ts';
import { optionsEnd, type SeriesTimes } from '../products/series-times.ts';
import { type Chain, inChainOrder, type OptionQuote } from '../quotes/chain.ts';
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

/** Time, rate and dividends for the model; `null` once a series has expired, and for one that has no end. */
export function modelTerms(
  { underlying, expiration }: Pick<Chain, 'underlying' | 'expiration'>,
  times: SeriesTimes | null,
  at: number,
  { calendar, rate: rateOverride, dividends: known }: PricingAssumptions,
): ChainTerms | null {
  const years = times && at < times.tradingEnd ? yearsToExpiry(at, times.end) : null;
  if (!times || !years) return null;
  const rate = rateAt(newYorkDate(at), rateOverride);
  const span = { symbol: underlying, at, end: times.end, expiration };
  const dividends = presentValue(dividendsAhead(span, calendar, known), rate);
  return { years, rate, dividendYield: 0, dividends };
}

export interface FilledChain extends Omit<FilledGreeks, 'contracts'> {
  chain: Chain;
  /** The contracts that straddle, smile and opening are of: those that end last, filled. All of them, but on third Fridays. */
  main: readonly OptionQuote[];
  /** Of the main contracts. */
  quotes: QuoteUses;
  /** The contracts that still trade, filled. */
  trading: readonly OptionQuote[];
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
  const { timestamp } = chain;
  const { calendar } = assumptions;
  const [first, ...others] = chainSeries(chain, calendar);
  const main = first?.contracts ?? [];
  const quotes = quoteUses(main);
  const pricedAt = pricingTime(chain, quotes, calendar);
  const termsOf = (times: SeriesTimes | null) =>
    modelTerms(chain, times, timestamp, assumptions) && modelTerms(chain, times, pricedAt, assumptions);
  const terms = termsOf(first?.times ?? null);
  const spot = spotOfQuotes(chain, quotes);
  if (!terms || spot === null) {
    const nothing = { terms: null, refusals: [], dropped: [], extended: 0, smile: [] };
    return { chain, main, trading: chain.contracts, quotes, pricedAt, ...nothing };
  }
  const filled = fillGreeks(main, { spot, ...terms }, quotes);
  if (others.length === 0) {
    const { contracts, ...rest } = filled;
    const own = { chain: { ...chain, contracts }, main: contracts, trading: contracts };
    return { ...own, quotes, pricedAt, terms, ...rest };
  }
  const beside = others.map(({ times, contracts }) => {
    const ofSeries = termsOf(times);
    const seriesTerms = ofSeries ?? { ...terms, years: null };
    return { ...fillGreeks(contracts, { spot, ...seriesTerms }), isOver: !ofSeries };
  });
  return joined(chain, filled, beside, { quotes, pricedAt, terms });
}

/** The series of one chain together; what the chain says as a whole is the main one's. */
function joined(
  chain: Chain,
  main: FilledGreeks,
  others: readonly (FilledGreeks & { isOver: boolean })[],
  known: Pick<FilledChain, 'quotes' | 'pricedAt' | 'terms'>,
): FilledChain {
  const all = [main, ...others];
  const inOrder = (series: readonly FilledGreeks[]) =>
    series.flatMap(({ contracts }) => contracts).sort(inChainOrder);
  return {
    ...known,
    chain: { ...chain, contracts: inOrder(all) },
    main: main.contracts,
    trading: inOrder([main, ...others.filter(({ isOver }) => !isOver)]),
    smile: main.smile,
    refusals: all.flatMap(({ refusals }) => refusals),
    dropped: all.flatMap(({ dropped }) => dropped),
    extended: all.reduce((sum, { extended }) => sum + extended, 0),
  };
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
  const { underlying, timestamp, underlyingPriceAt } = chain;
  if (quotedAt !== null) return Math.min(quotedAt, timestamp);
  const date = newYorkDate(timestamp);
  const today = calendar.sessionOn(date);
  const session = today && timestamp >= today.open ? today : calendar.previousSession(date);
  return Math.min(timestamp, underlyingPriceAt ?? timestamp, optionsEnd(underlying, session, calendar));
}

/** The filled chain alone. */
export function withGreeks(chain: Chain, assumptions: PricingAssumptions): Chain {
  return fillChain(chain, assumptions).chain;
}
