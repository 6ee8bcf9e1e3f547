import type { ChainModel } from './chain-model.ts';

/**
 * A volatility by trading days, of which a year has 252, annualized, as a fraction: the same move until the end of the
 * chain, spread over the part of those days that is left instead of over calendar time. At the open of the last day it
 * is less than half of the other, and what compares with volatilities that are quoted by the day.
 */
export function dayVolatility(
  volatility: number | null,
  { years, tradingYears }: Pick<ChainModel, 'years' | 'tradingYears'>,
): number | null {
  return volatility === null || !(tradingYears > 0) ? null : volatility * Math.sqrt(years / tradingYears);
}
