import { normalCdf } from '../pricing/normal-distribution.ts';
import type { OptionType } from '../quotes/chain.ts';
import { interpolatedNear } from './interpolation.ts';
import type { ModelTerms } from '../pricing/strike-volatility.ts';

/** Volatility at one strike. */
export interface SmilePoint {
  strike: number;
  /** Annualized, as a fraction; `null` where only the extended smile gives one, which nobody quotes. */
  volatility: number | null;
}

/**
 * Implied volatility at a price of the stock, annualized, as a fraction, interpolated between the listed strikes around
 * it. `null` where there is none near on one of the sides.
 */
export function atTheMoneyVolatility(smile: readonly SmilePoint[], price: number): number | null {
  return interpolatedNear(
    smile.map(({ strike, volatility }) => ({ x: strike, y: volatility })),
    price,
  );
}

/** The 25-delta skew. */
export interface Skew {
  /** Implied volatility of the put and of the call whose delta is 0.25 by size; annualized, as fractions. */
  put: number;
  call: number;
  /** Put less call: positive when downside protection costs more. */
  difference: number;
}

/** Spot, time and what makes the forward. */
type ForwardTerms = Omit<ModelTerms, 'pricer'>;

const skewDelta = 0.25;

/**
 * Deltas further apart than this say nothing of what lies between: in the last hour of a 0-DTE chain the next strike out
 * of the money may have a delta of 0.05.
 */
const widestBracket = 0.3;

/**
 * The 25-delta skew: the put's volatility from strikes below the forward price and the call's from strikes above it, each
 * interpolated in delta, with the at-the-money volatility at 50 delta. `null` where the deltas around 25 are far apart.
 */
export function skewOf(smile: readonly SmilePoint[], terms: ForwardTerms): Skew | null {
  const put = volatilityAtDelta(smile, terms, 'put');
  const call = volatilityAtDelta(smile, terms, 'call');
  return put === null || call === null ? null : { put, call, difference: put - call };
}

function volatilityAtDelta(
  smile: readonly SmilePoint[],
  { spot, years, rate, dividendYield }: ForwardTerms,
  optionType: OptionType,
): number | null {
  const forward = spot * Math.exp((rate - dividendYield) * years);
  const atForward = atTheMoneyVolatility(smile, forward);
  const points = atForward === null ? [] : [{ delta: 0.5, volatility: atForward }];
  for (const { strike, volatility } of smile) {
    if (volatility === null || (optionType === 'call') !== strike > forward) continue;
    const deviation = volatility * Math.sqrt(years);
    const d1 = Math.log(forward / strike) / deviation + deviation / 2;
    points.push({ delta: normalCdf(optionType === 'call' ? d1 : -d1), volatility });
  }
  points.sort((a, b) => a.delta - b.delta);
  const above = points.findIndex(({ delta }) => delta >= skewDelta);
  const [high, low] = [points[above], points[above - 1]];
  if (!high || !low || high.delta - low.delta > widestBracket) return null;
  const share = (skewDelta - low.delta) / (high.delta - low.delta);
  return low.volatility + (high.volatility - low.volatility) * share;
}
