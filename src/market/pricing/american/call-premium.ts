import type { DividendAhead } from '../../carry/dividends.ts';
import { normalCdf, normalPdf } from '../normal-distribution.ts';
import { chebyshevPlaces, chebyshevValue } from './chebyshev.ts';
import { gaussLegendre } from './gauss-legendre.ts';
import type { Premium } from './put-premium.ts';

/** The eve of a dividend on which a call may be worth exercising; amounts in parts of the strike. */
export interface ExerciseDate {
  /** Years from now. */
  at: number;
  /** What exercising brings above the present value of keeping the call, were it certain to end in the money. */
  gain: number;
}

/**
 * The dates on which a call may be worth exercising, the first one first: just before a dividend, where the dividends to
 * come are worth more than the interest on the strike until expiry. Without a negative rate there is no other time.
 */
export function callDates(terms: {
  strike: number;
  years: number;
  rate: number;
  dividends: readonly DividendAhead[];
}): ExerciseDate[] {
  const { strike, years, rate, dividends } = terms;
  const ahead = dividends.filter((one) => one.years > 0 && one.years < years);
  return ahead
    .map(({ years: at }) => {
      const toCome = ahead
        .filter((other) => other.years >= at)
        .reduce((sum, other) => sum + other.amount * Math.exp(-rate * (other.years - at)), 0);
      return { at, gain: toCome / strike - (1 - Math.exp(-rate * (years - at))) };
    })
    .filter(({ gain }) => gain > 0)
    .sort((one, other) => one.at - other.at);
}

/** A call whose right of early exercise is valued: the strike is 1. */
export interface CallTerms {
  years: number;
  volatility: number;
  rate: number;
}

/** What exercising brings above keeping the call, as a function of the stock (less its dividends, in parts of the strike). */
export interface ExerciseGain extends ExerciseDate {
  /** The stock from which on it is more than 0. */
  from: number;
  /** What of the gain is lost at a stock: the put's worth, and later dates'. */
  lost(stock: number): number;
  /** Stock from which on nothing is lost any more; infinite where later dates have a worth of their own. */
  until: number;
}

const quadrature = gaussLegendre(20);
/** Deviations beyond which nothing is left. */
const reach = 8;

/**
 * The worth of each date's right, by backward induction: exercising brings more than keeping from a certain stock on
 * (R. Roll, R. Geske and R. Whaley, 1977–1981, for one dividend). What later dates are worth is tabulated over the range
 * of the stock at an earlier one.
 */
export function exerciseGains(
  dates: readonly ExerciseDate[],
  terms: CallTerms,
  /** Logarithm of the stock now, around which tables are made. */
  log: number,
): ExerciseGain[] {
  const gains: ExerciseGain[] = [];
  for (const date of dates.toReversed()) {
    const years = terms.years - date.at;
    const later = gains.length > 0 ? tabulated(gains, terms, date, log) : null;
    // What later dates bring for certain, far in the money, is taken off the gain, so that what is lost vanishes there.
    let certain = 0;
    for (const { at, gain } of later ? gains : []) certain += gain * Math.exp(-terms.rate * (at - date.at));
    const gain = date.gain - certain;
    const lost = (stock: number) => putOf(stock, years, terms) + (later ? later(stock) - certain : 0);
    const high = Math.exp(reach * terms.volatility * Math.sqrt(years));
    const until = later ? Number.POSITIVE_INFINITY : high;
    gains.unshift({
      at: date.at,
      gain,
      from: stockAt(gain, lost, minStock(date, terms), high),
      lost,
      until,
    });
  }
  return gains;
}

/** What the dates' rights are worth now (at a time), in parts of the strike, at the logarithm of the stock over it. */
export function callPremium(
  log: number,
  gains: readonly ExerciseGain[],
  { volatility, rate }: CallTerms,
  now = 0,
): Premium {
  const premium: Premium = { value: 0, slope: 0, bend: 0 };
  for (const { at, gain, from, lost, until } of gains) {
    if (!Number.isFinite(from)) continue;
    const years = at - now;
    const deviation = volatility * Math.sqrt(years);
    const middle = log + (rate - (volatility * volatility) / 2) * years;
    const low = Math.max((Math.log(from) - middle) / deviation, -reach);
    const high = Math.min((Math.log(until) - middle) / deviation, reach);
    const discount = Math.exp(-rate * years);
    // The gain itself, wherever it is taken.
    let value = gain * normalCdf(-low);
    let slope = gain * normalPdf(low);
    let bend = gain * low * normalPdf(low);
    for (let point = 0; high > low && point < quadrature.points.length; point++) {
      const z = low + (high - low) * quadrature.points[point]!;
      const stock = Math.exp(middle + deviation * z);
      const part = (high - low) * quadrature.weights[point]! * normalPdf(z) * lost(stock);
      value -= part;
      slope -= part * z;
      bend -= part * (z * z - 1);
    }
    premium.value += discount * value;
    premium.slope += (discount * slope) / deviation;
    premium.bend += (discount * bend) / (deviation * deviation);
  }
  return premium;
}

function putOf(stock: number, years: number, { volatility, rate }: CallTerms): number {
  const deviation = volatility * Math.sqrt(years);
  const d1 = (Math.log(stock) + rate * years) / deviation + deviation / 2;
  return Math.max(0, Math.exp(-rate * years) * normalCdf(deviation - d1) - stock * normalCdf(-d1));
}

/** Exercising brings nothing up to here, where a put without volatility is worth the whole gain. */
function minStock({ at, gain }: ExerciseDate, { years, rate }: CallTerms): number {
  return Math.max(Math.exp(-rate * (years - at)) - gain, tiny);
}

/**
 * The stock at which exercising brings as much as keeping, between one at which it brings less and one at which it
 * brings the most: what is lost falls with the stock. Infinite where it always brings less.
 */
function stockAt(gain: number, lost: (stock: number) => number, min: number, max: number): number {
  let [low, high] = [min, max];
  if (lost(high) >= gain) return Number.POSITIVE_INFINITY;
  let [below, above] = [lost(low) - gain, lost(high) - gain];
  if (below <= 0) return low;
  // The Illinois variant of regula falsi on the logarithm of the stock.
  let side = 0;
  for (let round = 0; round < 60 && high / low - 1 > 1e-12; round++) {
    const share = below / (below - above);
    const middle = low * (high / low) ** share;
    const excess = lost(middle) - gain;
    if (Math.abs(excess) < 1e-14) return middle;
    if (excess > 0) {
      [low, below] = [middle, excess];
      if (side === 1) above /= 2;
      side = 1;
    } else {
      [high, above] = [middle, excess];
      if (side === -1) below /= 2;
      side = -1;
    }
  }
  return (low + high) / 2;
}

const tiny = 1e-12;

const places = chebyshevPlaces(24);

/**
 * What later dates are worth at an earlier one, interpolated in the logarithm of the stock from where exercising may
 * bring anything; `null` where the stock does not come there.
 */
function tabulated(
  gains: readonly ExerciseGain[],
  terms: CallTerms,
  { at, gain }: ExerciseDate,
  log: number,
): ((stock: number) => number) | null {
  const { volatility, rate } = terms;
  const high = log + (rate - (volatility * volatility) / 2) * at + reach * volatility * Math.sqrt(at);
  const low = Math.max(
    Math.log(minStock({ at, gain }, terms)),
    high - 2 * reach * volatility * Math.sqrt(at),
  );
  if (!(high > low)) return null;
  const [middle, half] = [(low + high) / 2, (high - low) / 2];
  const values = places.map((place) => callPremium(middle + half * place, gains, terms, at).value);
  return (stock) => {
    const place = Math.min(Math.max((Math.log(stock) - middle) / half, -1), 1);
    return chebyshevValue(places, values, place);
  };
}
