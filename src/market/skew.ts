import type { OptionQuote, OptionType } from './chain.ts';
import { interpolated, strikePairs } from './strike-pairs.ts';

type SmileContract = Pick<OptionQuote, 'strike' | 'optionType' | 'impliedVolatility'>;

export interface SmilePoint {
  strike: number;
  /** Annualized, as a fraction. */
  volatility: number;
}

/**
 * Implied volatility by strike, lowest first: of the put below the spot and of the call above it, whose prices hold
 * no intrinsic value to drown it; of both together at the spot. The other one stands in where one is missing.
 */
export function smile(contracts: readonly SmileContract[], spot: number): SmilePoint[] {
  const points: SmilePoint[] = [];
  for (const { strike, call, put } of strikePairs(contracts)) {
    const ofCall = call?.impliedVolatility ?? null;
    const ofPut = put?.impliedVolatility ?? null;
    const volatility =
      strike < spot ? (ofPut ?? ofCall) : strike > spot ? (ofCall ?? ofPut) : mean(ofCall, ofPut);
    if (volatility !== null) points.push({ strike, volatility });
  }
  return points;
}

/**
 * Implied volatility at the spot, annualized, as a fraction: that of call and put together, interpolated between the
 * nearest strikes. `null` where there is no strike with volatility on one of the sides.
 */
export function atTheMoneyVolatility(contracts: readonly SmileContract[], spot: number): number | null {
  const points: { x: number; y: number }[] = [];
  for (const { strike, call, put } of strikePairs(contracts)) {
    const volatility = mean(call?.impliedVolatility ?? null, put?.impliedVolatility ?? null);
    if (volatility !== null) points.push({ x: strike, y: volatility });
  }
  return interpolated(points, spot);
}

export interface Skew {
  /** Implied volatility of the put and of the call whose delta is 0.25 by size; annualized, as fractions. */
  put: number;
  call: number;
  /** Put less call: positive when downside protection costs more. */
  difference: number;
}

/**
 * The 25-delta skew, each side interpolated in delta between strikes. `null` where fewer than two strikes of a side
 * have volatility and delta, or none lies beyond 25 delta on either hand.
 */
export function skewOf(contracts: readonly (SmileContract & Pick<OptionQuote, 'delta'>)[]): Skew | null {
  const put = volatilityAtDelta(contracts, 'put', 0.25);
  const call = volatilityAtDelta(contracts, 'call', 0.25);
  return put === null || call === null ? null : { put, call, difference: put - call };
}

function volatilityAtDelta(
  contracts: readonly (SmileContract & Pick<OptionQuote, 'delta'>)[],
  optionType: OptionType,
  size: number,
): number | null {
  const points: { x: number; y: number }[] = [];
  for (const contract of contracts) {
    const { delta, impliedVolatility } = contract;
    if (contract.optionType !== optionType || delta === null || impliedVolatility === null) continue;
    points.push({ x: Math.abs(delta), y: impliedVolatility });
  }
  if (points.length < 2) return null;
  return interpolated(
    points.sort((a, b) => a.x - b.x),
    size,
  );
}

function mean(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return (a + b) / 2;
}
