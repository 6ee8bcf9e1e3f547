import type { AmericanTerms } from '../../../../src/market/pricing/american/american-terms.ts';
import type { OptionType } from '../../../../src/market/quotes/chain.ts';
import { optionGreeks } from '../../../../src/market/pricing/black-scholes.ts';

/** What the tree prices. */
export interface TreeTerms extends AmericanTerms {
  optionType: OptionType;
  strike: number;
}

/** Price and greeks with the units of `OptionGreeks`. */
export interface TreeValues {
  price: number;
  delta: number;
  gamma: number;
  theta: number;
  vega: number;
}

/** The levels of a tree next to today: the root, three stocks today, five later; the lowest stock first. */
interface Levels {
  before: number[];
  today: number[];
  after: number[];
}

/**
 * A fine binomial tree on the stock less the present value of its dividends, Cox, Ross and Rubinstein's with as many
 * steps as are given, and none of the engine's formulas: an option may be exercised at every level, on both sides of a
 * dividend. The tree's own error is nearly the same for the European option, whose value is known, so that it is taken
 * off (J. C. Hull and A. White, "The Use of the Control Variate Technique in Option Pricing", 1988). The tree begins two
 * steps early, so that the stock has three values today.
 */
export function treeGreeks(terms: TreeTerms, volatility: number, steps: number): TreeValues {
  const known = knownOf(terms, volatility);
  const { american, european } = levelsOf(terms, volatility, steps);
  const { escrowed } = known;
  const spread = Math.exp(2 * volatility * Math.sqrt(terms.years / steps));
  const ofTree = ({ before, today, after }: Levels) => {
    const [low, middle, high] = today as [number, number, number];
    const [up, down] = [escrowed * spread, escrowed / spread];
    const upper = (high - middle) / (up - escrowed);
    const lower = (middle - low) / (escrowed - down);
    const weight = (up - escrowed) / (up - down);
    const delta = weight * lower + (1 - weight) * upper;
    const aYear = (after[2]! - before[0]!) / ((4 * terms.years) / steps);
    // The same stock later is more beyond its dividends' present value.
    const theta = (aYear - terms.rate * (terms.spot - escrowed) * delta) / 365;
    return { price: middle, delta, gamma: (upper - lower) / ((up - down) / 2), theta };
  };
  const [early, kept] = [ofTree(american), ofTree(european)];
  const slope = (bump: number) =>
    (treePrice(terms, volatility + bump, steps) - treePrice(terms, volatility - bump, steps)) / (2 * bump);
  // A tree's price is not smooth in the volatility: wide steps, and the error of their width extrapolated away.
  const [wide, narrow] = [slope(0.05 * volatility), slope(0.025 * volatility)];
  return {
    price: early.price - kept.price + known.price,
    delta: early.delta - kept.delta + known.delta,
    gamma: early.gamma - kept.gamma + known.gamma,
    theta: early.theta - kept.theta + known.theta,
    vega: (4 * narrow - wide) / 3 / 100,
  };
}

/** The price alone. */
export function treePrice(terms: TreeTerms, volatility: number, steps: number): number {
  const { american, european } = levelsOf(terms, volatility, steps);
  return american.today[1]! - european.today[1]! + knownOf(terms, volatility).price;
}

function knownOf(terms: TreeTerms, volatility: number) {
  const { optionType, strike, years, rate, spot } = terms;
  const dividends = laterThan(terms, 0);
  const escrowed = spot - dividends;
  const greeks = optionGreeks({
    optionType,
    spot: escrowed,
    strike,
    years,
    volatility,
    rate,
    dividendYield: 0,
  })!;
  return { ...greeks, theta: greeks.theta - (rate * dividends * greeks.delta) / 365, escrowed };
}

/** What the dividends after a time are worth at it; a call is exercised before one that falls on it, a put after. */
function laterThan({ optionType, years, rate, dividends }: TreeTerms, time: number): number {
  const rounding = optionType === 'call' ? -1e-9 : 1e-9;
  return dividends
    .filter((dividend) => dividend.years > time + rounding && dividend.years < years)
    .reduce((sum, dividend) => sum + dividend.amount * Math.exp(-rate * (dividend.years - time)), 0);
}

function levelsOf(terms: TreeTerms, volatility: number, steps: number) {
  const { optionType, strike, years, rate } = terms;
  const sign = optionType === 'call' ? 1 : -1;
  const step = years / steps;
  const up = Math.exp(volatility * Math.sqrt(step));
  const discount = Math.exp(-rate * step);
  const chance = (Math.exp(rate * step) - 1 / up) / (up - 1 / up);
  const last = steps + 2;
  const escrowed = terms.spot - laterThan(terms, 0);
  const stocks = Float64Array.from({ length: 2 * last + 1 }, (_, index) => escrowed * up ** (index - last));
  const american = Float64Array.from({ length: last + 1 }, (_, index) =>
    Math.max(0, sign * (stocks[2 * index]! - strike)),
  );
  const european = american.slice();
  const [high, low] = [discount * chance, discount * (1 - chance)];
  const found = { american: {} as Levels, european: {} as Levels };
  for (let level = last - 1; level >= 0; level--) {
    const strikeLess = strike - laterThan(terms, (level - 2) * step);
    for (let index = 0; index <= level; index++) {
      const exercised = sign * (stocks[last - level + 2 * index]! - strikeLess);
      const kept = high * american[index + 1]! + low * american[index]!;
      american[index] = kept > exercised ? kept : exercised;
      european[index] = high * european[index + 1]! + low * european[index]!;
    }
    const name = level === 4 ? 'after' : level === 2 ? 'today' : level === 0 ? 'before' : null;
    if (name) {
      found.american[name] = [...american.slice(0, level + 1)];
      found.european[name] = [...european.slice(0, level + 1)];
    }
  }
  return found;
}
