import { type OptionGreeks, optionGreeks } from '../../market/pricing/black-scholes.ts';
import type { OptionType } from '../../market/quotes/chain.ts';
import { riskFreeRate, strikeVolatility } from '../market/volatility-surface.ts';

/** The moment for which options of one expiration are priced. */
export interface PricingMoment {
  spot: number;
  /** Years of calendar time to expiry, positive. */
  years: number;
  /** Volatility at the money, annualized, as a fraction. */
  atTheMoney: number;
  dividendYield: number;
}

/** Value of an option by the model. */
export interface TheoreticalOption {
  /** Dollars a share, never below the intrinsic value. */
  price: number;
  /** Annualized, as a fraction. */
  volatility: number;
  greeks: OptionGreeks;
  /** Dollars a share that exercising now would bring. */
  intrinsic: number;
}

/** Value of an option in the simulated market. Throws `RangeError` after its expiry. */
export function theoreticalOption(
  moment: PricingMoment,
  optionType: OptionType,
  strike: number,
): TheoreticalOption {
  const { spot, years, atTheMoney, dividendYield } = moment;
  const forward = spot * Math.exp((riskFreeRate - dividendYield) * years);
  const volatility = strikeVolatility(atTheMoney, forward, strike, years);
  const greeks = optionGreeks({
    optionType,
    spot,
    strike,
    years,
    volatility,
    rate: riskFreeRate,
    dividendYield,
  });
  if (!greeks) throw new RangeError(`No value for ${optionType} ${strike} at ${years} years`);
  const intrinsic = Math.max(0, optionType === 'call' ? spot - strike : strike - spot);
  return { price: Math.max(greeks.price, intrinsic), volatility, greeks, intrinsic };
}

/** How far the price has to go until the option is worth something, in standard deviations to expiry. */
export function distanceOutOfTheMoney(
  { spot, years, atTheMoney }: PricingMoment,
  optionType: OptionType,
  strike: number,
): number {
  const away = Math.log(optionType === 'call' ? strike / spot : spot / strike);
  return away / (atTheMoney * Math.sqrt(years));
}
