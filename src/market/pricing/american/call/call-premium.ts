import type { ExerciseDate } from './call-dates.ts';
import { normalCdf, normalCdfOf, normalPdf } from '../../normal-distribution.ts';
import { chebyshevPlaces, chebyshevValue } from '../chebyshev.ts';
import { gaussLegendre } from '../gauss-legendre.ts';
import type { Premium } from '../put/put-premium.ts';

/** A call whose right of early exercise is valued: the strike is 1. */
export interface CallTerms {
  years: number;
  volatility: number;
  rate: number;
}

/**
 * What exercising brings above keeping the call, as a function of the stock (less its dividends, in parts of the strike),
 * which is given by its logarithm.
 */
export interface ExerciseGain extends ExerciseDate {
  /** The stock from which on it is more than 0. */
  from: number;
  /** What of the gain is lost at a stock: the put's worth, and later dates'. */
  lost(log: number): number;
  /** How that changes with the volatility. */
  lostRise(log: number): number;
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
    const put = putOf(years, terms);
    const lost = later ? (at: number) => put.value(at) + later.value(at) - certain : put.value;
    const lostRise = later ? (at: number) => put.rise(at) + later.rise(at) : put.rise;
    const high = reach * terms.volatility * Math.sqrt(years);
    const until = later ? Number.POSITIVE_INFINITY : high;
    gains.unshift({
      at: date.at,
      gain,
      from: stockAt(gain, lost, Math.log(minStock(date, terms)), high),
      lost,
      lostRise,
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
  const premium: Premium = { value: 0, slope: 0, bend: 0, rise: 0 };
  for (const { at, gain, from, lost, lostRise, until } of gains) {
    if (!Number.isFinite(from)) continue;
    const years = at - now;
    const deviation = volatility * Math.sqrt(years);
    const middle = log + (rate - (volatility * volatility) / 2) * years;
    const low = Math.max((from - middle) / deviation, -reach);
    const high = Math.min((until - middle) / deviation, reach);
    const discount = Math.exp(-rate * years);
    // The gain itself, wherever it is taken.
    let value = gain * normalCdf(-low);
    let slope = gain * normalPdf(low);
    let bend = gain * low * normalPdf(low);
    let rise = 0;
    for (let point = 0; high > low && point < quadrature.points.length; point++) {
      const z = low + (high - low) * quadrature.points[point]!;
      const there = middle + deviation * z;
      const weight = (high - low) * quadrature.weights[point]! * normalPdf(z);
      const part = weight * lost(there);
      rise -= weight * lostRise(there);
      value -= part;
      slope -= part * z;
      bend -= part * (z * z - 1);
    }
    slope = (discount * slope) / deviation;
    bend = (discount * bend) / (deviation * deviation);
    premium.value += discount * value;
    premium.slope += slope;
    premium.bend += bend;
    // A wider law of the stock is worth so much of any payment; where exercising begins, it brings nothing yet.
    premium.rise += discount * rise + volatility * years * (bend - slope);
  }
  return premium;
}

/** What is worth something later, by the stock's logarithm, and how that changes with the volatility. */
interface Worth {
  value(log: number): number;
  rise(log: number): number;
}

/** A put so many years before expiry. */
function putOf(years: number, { volatility, rate }: CallTerms): Worth {
  const root = Math.sqrt(years);
  const deviation = volatility * root;
  const discount = Math.exp(-rate * years);
  const d2Of = (log: number) => (log + rate * years) / deviation - deviation / 2;
  return {
    value(log) {
      const d2 = d2Of(log);
      const d1 = d2 + deviation;
      const ofStrike = discount * normalCdfOf(-d2, normalPdf(d2));
      return Math.max(0, ofStrike - Math.exp(log) * normalCdfOf(-d1, normalPdf(d1)));
    },
    rise: (log) => discount * root * normalPdf(d2Of(log)),
  };
}

/** Exercising brings nothing up to here, where a put without volatility is worth the whole gain. */
function minStock({ at, gain }: ExerciseDate, { years, rate }: CallTerms): number {
  return Math.max(Math.exp(-rate * (years - at)) - gain, tiny);
}

/**
 * The stock at which exercising brings as much as keeping, between one at which it brings less and one at which it
 * brings the most, all as logarithms: what is lost falls with the stock. Infinite where it always brings less.
 */
function stockAt(gain: number, lost: (log: number) => number, min: number, max: number): number {
  let [low, high] = [min, max];
  let [below, above] = [lost(low) - gain, lost(high) - gain];
  if (above >= 0) return Number.POSITIVE_INFINITY;
  if (below <= 0) return low;
  // The Illinois variant of regula falsi.
  let side = 0;
  for (let round = 0; round < 60 && high - low > 1e-12; round++) {
    const middle = low + (high - low) * (below / (below - above));
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
): Worth | null {
  const { volatility, rate } = terms;
  const high = log + (rate - (volatility * volatility) / 2) * at + reach * volatility * Math.sqrt(at);
  const low = Math.max(
    Math.log(minStock({ at, gain }, terms)),
    high - 2 * reach * volatility * Math.sqrt(at),
  );
  if (!(high > low)) return null;
  const [middle, half] = [(low + high) / 2, (high - low) / 2];
  const premiums = Array.from(places, (place) => callPremium(middle + half * place, gains, terms, at));
  const across = (values: Float64Array) => (log: number) =>
    chebyshevValue(places, values, Math.min(Math.max((log - middle) / half, -1), 1));
  return {
    value: across(Float64Array.from(premiums, ({ value }) => value)),
    rise: across(Float64Array.from(premiums, ({ rise }) => rise)),
  };
}
