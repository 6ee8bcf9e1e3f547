import type { ModelTerms, StrikeVolatility } from './strike-volatility.ts';

/** A strike with its own volatility or the smile’s. */
export interface SmileStrike extends StrikeVolatility {
  /** Whether the volatility is the smile's, since the strike has none of its own. */
  isExtended: boolean;
}

/**
 * Gives the strikes without a volatility of their own that of the smile. Between two that have one it is interpolated.
 * Beyond the last one, where nobody bids any more, total variance (σ² · years) goes on as
 *
 *   w = a + b · |x| + c · x², x being the logarithm of strike over forward, c = 1 / (2 · ln(1 / years)).
 *
 * c is how short-dated smiles curve in whatever model has jumps: Tankov, "Pricing and hedging in exponential Lévy models"
 * (2010); Figueroa-López and Forde, "The small-maturity smile for exponential Lévy models" (2012). a and b are fitted to
 * the quoted strikes of the wing, each weighed by how exact it is. Total variance does not fall outward. An option costs
 * no more than the next one inward, and one that is offered without a bid no more than its ask or the smallest bid of the
 * chain: else somebody would bid for it.
 */
export function extendSmile(strikes: readonly StrikeVolatility[], terms: ModelTerms): SmileStrike[] {
  const smile = strikes.map((strike): SmileStrike => ({ ...strike, isExtended: false }));
  const known = smile.flatMap(({ volatility }, index) => (volatility === null ? [] : [index]));
  const [lowest, highest] = [known[0], known.at(-1)];
  if (lowest === undefined || highest === undefined) return smile;
  const quoted = known.map((index) => smile[index]!);
  for (let index = lowest; index < highest; ) index = fillGap(smile, index);
  const smallestBid = smallestBidOf(strikes);
  extendWing(smile, { from: lowest, step: -1, wing: wingOf(quoted, -1, terms), smallestBid, terms });
  extendWing(smile, { from: highest, step: 1, wing: wingOf(quoted, 1, terms), smallestBid, terms });
  return smile;
}

/** From a strike with a volatility to the next one: what lies between is interpolated. */
function fillGap(smile: readonly SmileStrike[], from: number): number {
  let to = from + 1;
  while (smile[to]!.volatility === null) to++;
  const low = smile[from]!;
  const high = smile[to]!;
  for (const strike of smile.slice(from + 1, to)) {
    const share = (strike.moneyness - low.moneyness) / (high.moneyness - low.moneyness);
    strike.volatility = low.volatility! + (high.volatility! - low.volatility!) * share;
    strike.isExtended = true;
  }
  return to;
}

interface Wing {
  from: number;
  step: 1 | -1;
  /** Total variance at a moneyness. */
  wing: (moneyness: number) => number;
  smallestBid: number;
  terms: ModelTerms;
}

function extendWing(smile: readonly SmileStrike[], { from, step, wing, smallestBid, terms }: Wing): void {
  const { years, pricer } = terms;
  const last = smile[from]!;
  const first = smile[from + step];
  const isBeyond = last.moneyness * step >= 0;
  // A wing of which nothing is quoted follows from the other side only where the money lies between and it is offered.
  if (!first || (!isBeyond && (first.moneyness * step < 0 || first.offer === null))) return;
  let variance = last.volatility! ** 2 * years;
  const max = Number.POSITIVE_INFINITY;
  let dearest = isBeyond
    ? (pricer.price({ ...last, optionType: last.outside }, last.volatility!) ?? max)
    : max;
  for (let index = from + step; smile[index]; index += step) {
    const strike = smile[index]!;
    const option = { strike: strike.strike, optionType: strike.outside };
    variance = Math.max(variance, wing(strike.moneyness));
    if (strike.offer !== null) dearest = Math.min(dearest, smallestBid, strike.offer);
    strike.volatility = Math.sqrt(variance / years);
    strike.isExtended = true;
    if (dearest < negligible) continue;
    const price = pricer.price(option, strike.volatility) ?? 0;
    if (price > dearest) {
      const solved = pricer.volatility(option, dearest);
      if ('volatility' in solved) strike.volatility = solved.volatility;
      variance = strike.volatility ** 2 * years;
    } else dearest = price;
  }
}

/** A weighed straight line through what is left of total variance without the curvature: `a + b · |x|`. */
function wingOf(quoted: readonly SmileStrike[], side: 1 | -1, { years }: ModelTerms): Wing['wing'] {
  const curvature = 1 / Math.max(largestLog, 2 * Math.log(1 / years));
  const isOnSide = ({ moneyness }: SmileStrike) => moneyness * side >= 0;
  const across = quoted.filter((strike) => !isOnSide(strike));
  const nearest = side === 1 ? across.at(-1) : across[0];
  let [weights, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
  for (const { moneyness, volatility, tolerance } of nearest
    ? [...quoted.filter(isOnSide), nearest]
    : quoted) {
    const variance = volatility! ** 2 * years;
    const x = moneyness * side;
    const y = variance - curvature * x * x;
    const weight = 1 / (variance * Math.max(tolerance / volatility!, finest)) ** 2;
    weights += weight;
    sumX += weight * x;
    sumY += weight * y;
    sumXX += weight * x * x;
    sumXY += weight * x * y;
  }
  const spread = weights * sumXX - sumX * sumX;
  const slope = quoted.length > 1 && spread > 0 ? (weights * sumXY - sumX * sumY) / spread : 0;
  const start = (sumY - slope * sumX) / weights;
  return (moneyness) => start + slope * moneyness * side + curvature * moneyness * moneyness;
}

/** Dollars a share; what costs less bounds nothing any more. */
const negligible = 1e-4;
/** The formula is about little time: from some seven weeks on the curvature stays what it is there. */
const largestLog = 4;
/** No quote makes a volatility more exact than this part of it. */
const finest = 1e-3;

function smallestBidOf(strikes: readonly StrikeVolatility[]): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (const { call, put } of strikes) {
    for (const bid of [call?.bid, put?.bid]) if (bid && bid < smallest) smallest = bid;
  }
  return smallest;
}
