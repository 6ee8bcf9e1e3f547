/**
 * European options on a stock with a continuous dividend yield: F. Black and M. Scholes, "The Pricing of Options and
 * Corporate Liabilities", and R. C. Merton, "Theory of Rational Option Pricing" (both 1973); formulas as in J. C. Hull,
 * "Options, Futures, and Other Derivatives", and E. G. Haug, "The Complete Guide to Option Pricing Formulas". SPY's
 * options are American; within the hours of a 0-DTE contract the right to exercise early is worth next to nothing.
 */
import type { OptionType } from '../quotes/chain.ts';
import { normalCdf, normalPdf } from './normal-distribution.ts';

/** What the model prices an option with. */
export interface OptionTerms {
  optionType: OptionType;
  /** Dollars a share. */
  spot: number;
  /** Dollars a share. */
  strike: number;
  /** Years of calendar time to expiry; see `yearsToExpiry`. */
  years: number;
  /** Annualized, as a fraction: 0.15 is 15 %. */
  volatility: number;
  /** Continuously compounded and annual, as a fraction; may be negative. */
  rate: number;
  /** Continuously compounded and annual, as a fraction. */
  dividendYield: number;
}

/** Price and greeks by the model. */
export interface OptionGreeks {
  /** Dollars a share. */
  price: number;
  /** Dollars a share for one dollar of the spot: 0 … 1 for a call, −1 … 0 for a put. */
  delta: number;
  /** Change of delta for one dollar of the spot. */
  gamma: number;
  /** Dollars a share a calendar day (1/365 of a year), negative for most holders. */
  theta: number;
  /** Dollars a share for one percentage point of volatility. */
  vega: number;
  /** Dollars a share for one percentage point of the rate. */
  rho: number;
}

/** Price in dollars a share. `null` where time or volatility is not positive, or a term is not a sensible number. */
export function optionPrice(terms: OptionTerms): number | null {
  if (!areUsable(terms) || !isPositive(terms.volatility)) return null;
  return priceOf(terms, discounted(terms), terms.volatility * Math.sqrt(terms.years));
}

/** Price and greeks. `null` where time or volatility is not positive, or a term is not a sensible number. */
export function optionGreeks(terms: OptionTerms): OptionGreeks | null {
  if (!areUsable(terms) || !isPositive(terms.volatility)) return null;
  const { spot, years, volatility, rate, dividendYield } = terms;
  const sign = terms.optionType === 'call' ? 1 : -1;
  const present = discounted(terms);
  const deviation = volatility * Math.sqrt(years);
  const d1 = Math.log(present.spot / present.strike) / deviation + deviation / 2;
  const spotTerm = present.spot * normalCdf(sign * d1);
  const strikeTerm = present.strike * normalCdf(sign * (d1 - deviation));
  const density = present.spot * normalPdf(d1);
  const yearlyTheta =
    (-density * volatility) / (2 * Math.sqrt(years)) + sign * (dividendYield * spotTerm - rate * strikeTerm);
  // Adding 0 turns the −0 of a worthless put into 0.
  return {
    price: priceOf(terms, present, deviation),
    delta: (sign * spotTerm) / spot + 0,
    gamma: density / (spot * spot * deviation),
    theta: yearlyTheta / 365 + 0,
    vega: (density * Math.sqrt(years)) / 100,
    rho: (sign * years * strikeTerm) / 100 + 0,
  };
}

/**
 * The volatility at which the model gives a price, exact to the last digits that the price can carry. `refused` says
 * why there is none: an expired contract, or a price that no volatility can give. Works on the out-of-the-money twin
 * of the contract (put–call parity), where nothing is lost to the intrinsic value, with Newton's method on the
 * logarithms of price and deviation, kept within a shrinking bracket: the curve is steep and smooth there from one
 * minute before expiry to the far wings.
 */
export function impliedVolatility(
  terms: Omit<OptionTerms, 'volatility'>,
  price: number,
): { volatility: number } | { refused: string } {
  if (!Number.isFinite(price) || price <= 0) return { refused: 'there is no price' };
  if (!(terms.years > 0)) return { refused: 'the contract has expired' };
  if (!areUsable(terms)) return { refused: 'spot, strike or rates are not sensible numbers' };
  const present = discounted(terms);
  const intrinsic =
    terms.optionType === 'call' ? present.spot - present.strike : present.strike - present.spot;
  const timeValue = price - Math.max(intrinsic, 0);
  const bound = Math.min(present.spot, present.strike);
  // Below this the subtraction has left only rounding of the price.
  if (timeValue <= 4 * Number.EPSILON * price) {
    return { refused: `the price is not above the intrinsic value of ${Math.max(intrinsic, 0).toFixed(2)}` };
  }
  if (timeValue >= bound) {
    const max = terms.optionType === 'call' ? present.spot : present.strike;
    return {
      refused: `the price is not below ${max.toFixed(2)}, the most that a ${terms.optionType} can cost`,
    };
  }
  const deviation = deviationOf(timeValue, bound, Math.max(present.spot, present.strike));
  if (deviation === null) return { refused: 'no finite volatility gives this price' };
  return { volatility: deviation / Math.sqrt(terms.years) };
}

interface Present {
  /** Spot less the dividends until expiry. */
  spot: number;
  /** Strike discounted from expiry. */
  strike: number;
}

function discounted({ spot, strike, years, rate, dividendYield }: Omit<OptionTerms, 'volatility'>): Present {
  return { spot: spot * Math.exp(-dividendYield * years), strike: strike * Math.exp(-rate * years) };
}

/** The out-of-the-money twin's price, plus the intrinsic value where the contract is in the money. */
function priceOf({ optionType }: OptionTerms, present: Present, deviation: number): number {
  const intrinsic = optionType === 'call' ? present.spot - present.strike : present.strike - present.spot;
  const low = Math.min(present.spot, present.strike);
  const high = Math.max(present.spot, present.strike);
  return Math.max(intrinsic, 0) + outOfTheMoney(low, high, Math.log(high / low), deviation);
}

/**
 * Price of the out-of-the-money call or put, which are one formula: `low` and `high` are the smaller and the larger of
 * the discounted spot and strike, `distance` the logarithm of their ratio.
 */
function outOfTheMoney(low: number, high: number, distance: number, deviation: number): number {
  const middle = -distance / deviation;
  return Math.max(0, low * normalCdf(middle + deviation / 2) - high * normalCdf(middle - deviation / 2));
}

const largestDeviation = 60;
const smallestDeviation = 1e-12;
/** Relative change of the deviation at which it is found. */
const smallestStep = 4e-14;

/** Standard deviation to expiry (volatility × √years) at which `outOfTheMoney` gives a price; `null` if beyond reach. */
function deviationOf(price: number, low: number, high: number): number | null {
  const distance = Math.log(high / low);
  const target = Math.log(price);
  let floor = Math.log(smallestDeviation);
  let ceiling = Math.log(largestDeviation);
  if (outOfTheMoney(low, high, distance, largestDeviation) < price) return null;
  // At the money the price is nearly proportional to the deviation; away from it √(2 · distance) is where vega peaks.
  let guess = Math.log(
    Math.max((price / low) * Math.sqrt(2 * Math.PI), Math.sqrt(2 * distance) / 4, smallestDeviation),
  );
  guess = Math.min(guess, ceiling);
  for (let round = 0; round < 200; round++) {
    const deviation = Math.exp(guess);
    const value = outOfTheMoney(low, high, distance, deviation);
    const error = value > 0 ? Math.log(value) - target : Number.NEGATIVE_INFINITY;
    if (error === 0) return deviation;
    if (error > 0) ceiling = guess;
    else floor = guess;
    const slope = (low * normalPdf(-distance / deviation + deviation / 2) * deviation) / value;
    const step = -error / slope;
    // A smaller step says nothing: the price itself is rounded to more than that.
    if (Math.abs(step) < smallestStep) return Math.exp(guess + step);
    const next = guess + step;
    const isInside = next > floor && next < ceiling;
    const following = isInside ? next : (floor + ceiling) / 2;
    if (ceiling - floor < smallestStep) return Math.exp(following);
    guess = following;
  }
  return Math.exp(guess);
}

function isPositive(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}

function areUsable({ spot, strike, years, rate, dividendYield }: Omit<OptionTerms, 'volatility'>): boolean {
  return (
    isPositive(spot) &&
    isPositive(strike) &&
    isPositive(years) &&
    Number.isFinite(rate) &&
    Number.isFinite(dividendYield)
  );
}
