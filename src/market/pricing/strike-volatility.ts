import { normalCdf, normalPdf } from './normal-distribution.ts';
import type { OptionQuote, OptionType } from '../quotes/chain.ts';
import type { Pricer } from './model/pricer.ts';
import type { QuoteUse } from '../quotes/quote-use.ts';
import type { StrikePair } from '../quotes/strike-pairs.ts';
import { sanestVolatility, vendorGreeks } from './vendor-greeks.ts';

/** What one strike’s contracts are priced with. */
export interface ModelTerms {
  /** Dollars a share. */
  spot: number;
  /** Years of calendar time from the quotes to expiry; see `yearsToExpiry`. */
  years: number;
  /** Continuously compounded and annual, as a fraction. */
  rate: number;
  /** The same; with the rate it makes the forward, spot · e^((rate − yield) · years), whatever the dividends are. */
  dividendYield: number;
  pricer: Pricer;
}

/** What a strike's own quotes say. */
export interface StrikeVolatility extends StrikePair<OptionQuote> {
  /** Logarithm of the strike over the forward price. */
  moneyness: number;
  /** Which side is out of the money. */
  outside: OptionType;
  /** Annualized, as a fraction; `null` where neither quotes nor the vendor give one that can be trusted. */
  volatility: number | null;
  /** How exact it is: half the spread, in volatility; 0 on plans without quotes, where there is nothing to go by. */
  tolerance: number;
  /** Why there is no volatility; `null` where there is one. */
  reason: string | null;
  /** Ask of the side out of the money where nobody bids for it, which it is not worth; `null` otherwise. */
  offer: number | null;
}

/** How the quotes of a chain may be used. */
export interface QuoteAccess {
  quoteUse: (contract: OptionQuote) => QuoteUse;
  /** Some plans have none at all. */
  hasQuotes: boolean;
}

/**
 * An option in the money counts together with the one out of the money up to this delta of the latter. Further in, its
 * price is intrinsic value, and half a cent of its spread is many points of volatility.
 */
const minDelta = 0.15;
/** How many deviations out of the money that is: N(−1.0364…) = 0.15. */
const minQuantile = 1.0364333894937898;
/** A locked market is no more exact than one of a cent. */
const tick = 0.01;

interface Estimate {
  volatility: number;
  /** Ask less bid in dollars a share. */
  width: number;
}

/**
 * The volatility of one strike: that of the side out of the money. Near the money both sides count, each by the inverse
 * of its spread (vega is the same on both sides, so that a spread in dollars is one in volatility) and by the delta of
 * the other: an error of the spot moves the two volatilities in opposite directions, and cancels in that mixture.
 */
export function strikeVolatility(
  pair: StrikePair<OptionQuote>,
  terms: ModelTerms,
  access: QuoteAccess,
): StrikeVolatility {
  const { spot, years, rate, dividendYield } = terms;
  const moneyness = Math.log(pair.strike / spot) - (rate - dividendYield) * years;
  const [outside, outer, inner] =
    moneyness >= 0 ? (['call', pair.call, pair.put] as const) : (['put', pair.put, pair.call] as const);
  const isUnbid = outer && access.quoteUse(outer) === 'one-sided' && !outer.bid;
  const known = { ...pair, moneyness, outside, offer: isUnbid ? outer.ask : null };
  const deltaAt = (volatility: number) => outsideDelta(moneyness, volatility * Math.sqrt(years));

  const ofOuter = outer ? ownVolatility(outer, terms, access) : 'its other side is not listed';
  const isClose = typeof ofOuter === 'string' || deltaAt(ofOuter.volatility) >= minDelta;
  // Of a side that nobody bids for the reason is known; the other one is solved only where it can count.
  const minVolatility = outer && typeof ofOuter === 'string' ? minDeviation(moneyness) / Math.sqrt(years) : 0;
  const ofInner = inner && isClose ? ownVolatility(inner, terms, access, minVolatility) : null;
  const trusted =
    ofInner && typeof ofInner !== 'string' && deltaAt(ofInner.volatility) >= minDelta ? ofInner : null;
  const best = typeof ofOuter === 'string' ? trusted : mixture(ofOuter, trusted, deltaAt(ofOuter.volatility));
  if (!best) {
    const [reason = 'nothing is known of it'] = [outer && ofOuter, ofInner, ofOuter].filter(
      (said) => typeof said === 'string',
    );
    return { ...known, volatility: null, tolerance: 0, reason };
  }
  const { volatility, width } = best;
  const tolerance = access.hasQuotes ? width / 2 / vegaAt(moneyness, volatility, terms) : 0;
  return { ...known, volatility, tolerance, reason: null };
}

/** Of a strike's two sides, given the delta of the outer one by size. */
function mixture(outer: Estimate, inner: Estimate | null, delta: number): Estimate {
  if (!inner) return outer;
  const ofOuter = (1 - delta) / outer.width;
  const ofInner = delta / inner.width;
  return {
    volatility: (outer.volatility * ofOuter + inner.volatility * ofInner) / (ofOuter + ofInner),
    width: Math.min(outer.width, inner.width),
  };
}

/**
 * A contract's own volatility, or why it has none: the vendor's if it prices the contract within its bid and ask (which
 * are all that is known of its price), or where the plan has no quotes; else that of the mid price. An ask without a bid
 * confirms nothing: vendors solve half of it. One of less than `minVolatility` would not count, and is not solved: near the
 * intrinsic value that takes long.
 */
function ownVolatility(
  contract: OptionQuote,
  terms: ModelTerms,
  { quoteUse, hasQuotes }: QuoteAccess,
  minVolatility = 0,
): Estimate | string {
  const vendor = vendorGreeks(contract)?.impliedVolatility ?? null;
  if (!hasQuotes) return vendor === null ? 'there is no quote' : { volatility: vendor, width: tick };
  const use = quoteUse(contract);
  if (use !== 'two-sided') return unusable[use];
  const bid = contract.bid!;
  const ask = contract.ask!;
  const width = Math.max(ask - bid, tick);
  const atVendor = vendor === null ? null : terms.pricer.price(contract, vendor);
  if (vendor !== null && atVendor !== null && atVendor >= bid && atVendor <= ask) {
    return { volatility: vendor, width };
  }
  const mid = (bid + ask) / 2;
  if (isBelow(minVolatility, terms.pricer, contract, mid)) return 'it is too far in the money';
  const solved = terms.pricer.volatility(contract, mid);
  if ('refused' in solved) return solved.refused;
  const { volatility } = solved;
  const isSane = volatility >= sanestVolatility.min && volatility <= sanestVolatility.max;
  return isSane ? { volatility, width } : `a volatility of ${(volatility * 100).toFixed(1)} % makes no sense`;
}

const unusable: Readonly<Record<Exclude<QuoteUse, 'two-sided'>, string>> = {
  old: 'its quote is much older than the newest of the chain',
  crossed: 'its bid is above its ask',
  'one-sided': 'there is no two-sided market',
  none: 'there is no two-sided market',
};

/** Whether a price is one of a smaller volatility than `minVolatility`. */
function isBelow(minVolatility: number, pricer: Pricer, contract: OptionQuote, price: number): boolean {
  if (!(minVolatility >= sanestVolatility.min)) return false;
  if (!Number.isFinite(minVolatility)) return true;
  const atLeast = pricer.price(contract, minVolatility * (1 - rounding));
  return atLeast !== null && atLeast > price;
}

const rounding = 1e-9;

/** The smallest deviation to expiry with the smallest delta that counts; infinite where a put has it with none, far below the money. */
function minDeviation(moneyness: number): number {
  if (moneyness >= 0) return Math.sqrt(minQuantile ** 2 + 2 * moneyness) - minQuantile;
  const square = minQuantile ** 2 + 2 * moneyness;
  return square < 0 ? Number.POSITIVE_INFINITY : minQuantile - Math.sqrt(square);
}

/** By size, without discounting, which is nothing over a few days. */
function outsideDelta(moneyness: number, deviation: number): number {
  const d1 = -moneyness / deviation + deviation / 2;
  return moneyness >= 0 ? normalCdf(d1) : normalCdf(-d1);
}

/** Dollars a share for a volatility of 1. */
function vegaAt(moneyness: number, volatility: number, { spot, years }: ModelTerms): number {
  const root = Math.sqrt(years);
  const deviation = volatility * root;
  return spot * root * normalPdf(-moneyness / deviation + deviation / 2);
}
