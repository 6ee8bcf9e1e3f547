import type { OptionQuote } from '../quotes/chain.ts';

/** The greeks of a contract and their source. */
export type Greeks = Pick<
  OptionQuote,
  'impliedVolatility' | 'delta' | 'gamma' | 'theta' | 'vega' | 'greeksSource'
>;

/** Annualized volatilities outside are noise: near expiry the vendor has sent anything from 0.00016 to 10. */
export const sanestVolatility = { min: 0.01, max: 5 };

/** A vendor's value beyond its bound by no more than this is rounding, and is moved to the bound. */
const rounding = 1e-3;

/** The vendor's volatility and greeks of a contract; `null` where one is missing or makes no sense. */
export function vendorGreeks(contract: OptionQuote): (Greeks & { impliedVolatility: number }) | null {
  const { impliedVolatility: volatility, delta, gamma, theta, vega, greeksSource } = contract;
  if (greeksSource === 'model') return null;
  if (volatility === null || delta === null || gamma === null || theta === null || vega === null) return null;
  if (!(volatility >= sanestVolatility.min && volatility <= sanestVolatility.max)) return null;
  const direction = contract.optionType === 'call' ? delta : -delta;
  if (!(direction >= -rounding && direction <= 1 + rounding)) return null;
  if (!(gamma >= -rounding && vega >= -rounding) || !Number.isFinite(gamma + vega + theta)) return null;
  const clamped = Math.min(Math.max(direction, 0), 1);
  return {
    impliedVolatility: volatility,
    delta: contract.optionType === 'call' ? clamped : 0 - clamped,
    gamma: Math.max(gamma, 0),
    theta,
    vega: Math.max(vega, 0),
    greeksSource: 'vendor',
  };
}
