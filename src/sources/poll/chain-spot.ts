import type { Calendar } from '../../market/calendar/calendar.ts';
import { chainSeries } from '../../market/products/chain-series.ts';
import { optionsEnd } from '../../market/products/series-times.ts';
import type { Chain } from '../../market/quotes/chain.ts';
import { isLikeAge, likeAgeMs, likePlanMs, planDelayMs } from '../../market/pricing/like-age.ts';
import { paritySpot } from '../../market/pricing/parity/parity-spot.ts';
import { pricePointOf } from '../../market/quotes/price-line.ts';
import type { DataTier, Quote } from '../../market/quotes/quote.ts';
import { chainModel } from '../../market/pricing/model/chain-model.ts';
import type { ParsedChain } from '../polygon/parse/options/parse-chain.ts';
import type { UnderlyingPrice } from '../polygon/parse/options/parse-underlying.ts';
import type { PollContext } from './poll-context.ts';

/** The underlying's price of a chain in dollars, where it comes from, and its time (epoch ms). */
export type Spot = Pick<Chain, 'underlyingPrice' | 'underlyingPriceSource' | 'underlyingPriceAt'>;

/** What decides which price a chain gets. */
export interface SpotTerms {
  expiration: string;
  /** Epoch ms at which the last page had arrived. */
  answeredAt: number;
  /** What the answer says of the contracts' freshness; `null` when it says nothing. */
  saidTier: DataTier | null;
  /** What is known of it altogether. */
  tier: DataTier;
}

type SpotContext = Pick<PollContext, 'symbol' | 'quotes' | 'hours' | 'assumptions' | 'db' | 'health'>;

/** The instant that contracts are as of. */
interface Moment {
  at: number;
  /** By their own times, or by the delay of the plan. */
  isMeasured: boolean;
}

/**
 * The underlying's price at the moment that a chain's contracts are as of: what the chain says itself where that is of
 * the same age and tier; else what its quotes imply; else what was recorded then. A price of another age would move
 * every level: a quarter of an hour is dollars, and a strike's gamma is gone within one.
 */
export async function spotOf(parsed: ParsedChain, context: SpotContext, terms: SpotTerms): Promise<Spot> {
  const { underlying } = parsed;
  const { calendar } = context.hours;
  const moment = momentOf(parsed, terms, context);
  if (underlying && moment && isOfMoment(underlying, moment, terms)) {
    return {
      underlyingPrice: underlying.price,
      underlyingPriceSource: 'chain',
      underlyingPriceAt: underlying.at,
    };
  }
  const contracts = parsed.rows;
  const chain = { underlying: context.symbol, expiration: terms.expiration, contracts };
  const [main] = chainSeries(chain, calendar);
  const model = main && chainModel(chain, main.times, moment?.at ?? terms.answeredAt, context.assumptions());
  const parity = model && paritySpot(main.contracts, { ...model, quotedAt: parsed.quotedAt });
  if (parity) {
    return {
      underlyingPrice: parity.spot,
      underlyingPriceSource: 'parity',
      underlyingPriceAt: parity.quotedAt,
    };
  }
  const quote = moment && (await quoteOf(moment, context, terms));
  return {
    underlyingPrice: quote?.price ?? null,
    underlyingPriceSource: quote ? 'quote' : null,
    underlyingPriceAt: quote?.timestamp ?? null,
  };
}

/** By the quotes' times. Trades stop while quotes go on, so without quotes the plan's delay says more than they do. */
function momentOf(
  { quotedAt, tradedAt }: ParsedChain,
  { answeredAt, tier }: SpotTerms,
  { symbol, hours }: SpotContext,
): Moment | null {
  if (quotedAt !== null) return { at: quotedAt, isMeasured: true };
  const expected = asOfPlan(tier, answeredAt);
  if (expected === null) return tradedAt === null ? null : { at: tradedAt, isMeasured: false };
  return {
    at: Math.max(whileOptionsTraded(expected, symbol, hours.calendar), tradedAt ?? 0),
    isMeasured: false,
  };
}

/** What a plan shows at an instant; `null` where the plan is unknown. */
function asOfPlan(tier: DataTier | null, at: number): number | null {
  if (tier === 'real-time') return at;
  return tier === 'delayed' ? at - planDelayMs : null;
}

/** The instant itself while options trade, else the close before it: what a chain shows was quoted then. */
function whileOptionsTraded(at: number, symbol: string, calendar: Calendar): number {
  const { session } = calendar.phaseAt(at);
  const end = optionsEnd(symbol, session, calendar);
  if (at >= end) return end;
  return at >= session.open ? at : optionsEnd(symbol, calendar.previousSession(session.date), calendar);
}

function isOfMoment(
  underlying: UnderlyingPrice,
  moment: Moment,
  { answeredAt, saidTier }: SpotTerms,
): boolean {
  if (underlying.tier !== null && saidTier !== null && underlying.tier !== saidTier) return false;
  const at = underlying.at ?? asOfPlan(underlying.tier, answeredAt);
  if (at === null) return false;
  const isMeasured = underlying.at !== null && moment.isMeasured;
  return isLikeAge(at, moment.at, isMeasured ? likeAgeMs : likePlanMs);
}

/** The quote nearest to a moment, of those that were there when the answer came. */
async function quoteOf(
  moment: Moment,
  context: SpotContext,
  { answeredAt }: SpotTerms,
): Promise<Quote | null> {
  const { symbol, quotes, db, health } = context;
  const withinMs = moment.isMeasured ? likeAgeMs : likePlanMs;
  const found: Quote[] = [];
  // The latest may wait to be stored, or have been replaced since it was.
  const latest = quotes.of(symbol);
  if (latest?.symbol === symbol && latest.receivedAt <= answeredAt && pricePointOf(latest))
    found.push(latest);
  try {
    const recorded = await db.quotes.near(symbol, moment.at, withinMs, answeredAt);
    if (recorded) found.push(recorded);
  } catch (error) {
    // A database that cannot be read must not cost the chain.
    health.raise('database', error);
  }
  const awayMs = ({ timestamp }: Quote) => Math.abs(timestamp - moment.at);
  const [nearest] = found.filter((quote) => awayMs(quote) <= withinMs).sort((a, b) => awayMs(a) - awayMs(b));
  return nearest ?? null;
}
