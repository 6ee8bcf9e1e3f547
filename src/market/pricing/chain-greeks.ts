import type { Calendar } from '../calendar/calendar.ts';
import { chainSeries } from '../products/chain-series.ts';
import { optionsEnd, type SeriesTimes } from '../products/series-times.ts';
import { type Chain, inChainOrder, type OptionQuote } from '../quotes/chain.ts';
import type { PricingAssumptions } from './assumptions.ts';
import { type FilledGreeks, fillGreeks } from './fill-greeks.ts';
import { newYorkDate } from '../calendar/new-york-time.ts';
import { type ChainModel, chainModel } from './model/chain-model.ts';
import { putBoundaries } from './american/put/put-boundaries.ts';
import { chainPricer, type Pricer } from './model/pricer.ts';
import { impliedForward } from './parity/implied-forward.ts';
import { withMinutePrices, withoutMinutePrices } from './rebuilt-prices.ts';
import { oldestQuoteMs, type QuoteUses, quoteUses, usableQuotes } from '../quotes/quote-use.ts';

/** The model of a chain with the forward price that its options imply, or that follows from spot, rate and dividends. */
export interface ChainTerms extends ChainModel {
  /** Dollars a share. */
  forward: number;
  isForwardImplied: boolean;
  /** The yield that makes this forward of the spot: spot · e^((rate − yield) · years). */
  dividendYield: number;
}

/** The contracts of one root, filled, and what they are priced with. */
export interface PricedSeries {
  contracts: readonly OptionQuote[];
  terms: ChainTerms;
}

export interface FilledChain extends Omit<FilledGreeks, 'contracts'> {
  chain: Chain;
  /** The contracts that straddle, smile and opening are of: those that end last, filled. All of them, but on third Fridays. */
  main: readonly OptionQuote[];
  /** Of the main contracts. */
  quotes: QuoteUses;
  /** The contracts that still trade, filled. */
  trading: readonly OptionQuote[];
  /** The same by series, the main one first, each with its own time to expiry. Empty where the chain is not priced. */
  series: readonly PricedSeries[];
  /** Epoch ms at which the contracts are priced: see `pricingTime`. */
  pricedAt: number;
  /** Of the main contracts; `null` where the chain is not priced: it has expired, or has no spot of its time. */
  terms: ChainTerms | null;
}

/**
 * The chain with one volatility a strike and the greeks that follow, each tagged with its source. Recorded chains hold
 * what the vendor said only: ours follow from it, and would make every quiet contract a new row at each poll. Without a
 * spot of the quotes' time, or after expiry, the chain stays as it is. A rebuilt chain is priced by what its contracts traded
 * at in its minute.
 */
export function fillChain(chain: Chain, assumptions: PricingAssumptions): FilledChain {
  if (!chain.isRebuilt) return fillQuoted(chain, assumptions);
  return withoutMinutePrices(fillQuoted(withMinutePrices(chain), assumptions));
}

function fillQuoted(chain: Chain, assumptions: PricingAssumptions): FilledChain {
  const { timestamp } = chain;
  const { calendar } = assumptions;
  const [first, ...others] = chainSeries(chain, calendar);
  const main = first?.contracts ?? [];
  const quotes = quoteUses(main);
  const pricedAt = pricingTime(chain, quotes, calendar);
  const spot = spotOfQuotes(chain, quotes);
  const termsOf = (times: SeriesTimes | null, contracts: readonly OptionQuote[], uses: QuoteUses) => {
    const isOver = chainModel(chain, times, timestamp, assumptions) === null;
    const model = isOver ? null : chainModel(chain, times, pricedAt, assumptions);
    return model && spot !== null ? seriesModel(contracts, uses, model, spot) : null;
  };
  const priced = termsOf(first?.times ?? null, main, quotes);
  if (!priced || spot === null) {
    const nothing = { terms: null, series: [], refusals: [], dropped: [], extended: 0, smile: [] };
    return { chain, main, trading: chain.contracts, quotes, pricedAt, ...nothing };
  }
  const { terms } = priced;
  const filled = fillGreeks(main, greeksTerms(priced, spot), quotes);
  if (others.length === 0) {
    const { contracts, ...rest } = filled;
    const series = [{ contracts, terms }];
    const own = { chain: { ...chain, contracts }, main: contracts, trading: contracts, series };
    return { ...own, quotes, pricedAt, terms, ...rest };
  }
  const beside = others.map(({ times, contracts }) => {
    const uses = quoteUses(contracts);
    const ofSeries = termsOf(times, contracts, uses);
    const seriesTerms = ofSeries ? greeksTerms(ofSeries, spot) : { spot, ...terms, years: null };
    return { ...fillGreeks(contracts, seriesTerms, uses), terms: ofSeries?.terms ?? null };
  });
  return joined(chain, filled, beside, { quotes, pricedAt, terms });
}

/** A forward that the options imply is not believed where it is further from the spot's, as a part of it. */
const farthestForward = 0.05;

/** What one series is priced with. */
interface SeriesModel {
  terms: ChainTerms;
  pricer: Pricer;
}

function seriesModel(
  contracts: readonly OptionQuote[],
  quotes: QuoteUses,
  model: ChainModel,
  spot: number,
): SeriesModel | null {
  const { years, rate, dividendsValue } = model;
  const ofSpot = (spot - dividendsValue) * Math.exp(rate * years);
  const usable = usableQuotes(contracts, quotes).map((quote, index) => ({
    ...quote,
    quotedAt: contracts[index]!.quotedAt,
  }));
  const boundaries = putBoundaries(model);
  const implied = impliedForward(usable, { ...model, quotedAt: quotes.quotedAt, boundaries });
  const isForwardImplied = implied !== null && Math.abs(implied / ofSpot - 1) < farthestForward;
  const forward = isForwardImplied ? implied : ofSpot;
  if (!(forward > 0)) return null;
  const dividendYield = rate - Math.log(forward / spot) / years;
  return {
    terms: { ...model, forward, isForwardImplied, dividendYield },
    pricer: chainPricer(model, forward * Math.exp(-rate * years), boundaries),
  };
}

function greeksTerms({ terms, pricer }: SeriesModel, spot: number) {
  const { years, rate, dividendYield } = terms;
  return { spot, years, rate, dividendYield, pricer };
}

/** The series of one chain together; what the chain says as a whole is the main one's. */
function joined(
  chain: Chain,
  main: FilledGreeks,
  others: readonly (FilledGreeks & { terms: ChainTerms | null })[],
  known: Pick<FilledChain, 'quotes' | 'pricedAt'> & { terms: ChainTerms },
): FilledChain {
  const all = [main, ...others];
  const series = [{ ...main, terms: known.terms }, ...others].flatMap(({ contracts, terms }) =>
    terms ? [{ contracts, terms }] : [],
  );
  const inOrder = (parts: readonly Pick<PricedSeries, 'contracts'>[]) =>
    parts.flatMap(({ contracts }) => contracts).sort(inChainOrder);
  return {
    ...known,
    chain: { ...chain, contracts: inOrder(all) },
    main: main.contracts,
    trading: inOrder(series),
    series,
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
