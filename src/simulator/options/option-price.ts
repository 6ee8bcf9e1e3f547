import { type OptionGreeks, optionGreeks } from '../../market/pricing/black-scholes.ts';
import type { OptionType } from '../../market/quotes/chain.ts';
import type { OptionRoot } from '../instruments/instrument.ts';
import { riskFreeRate, strikeVolatility } from '../market/volatility-surface.ts';

/** The moment for which options of one expiration are priced. */
export interface PricingMoment {
  spot: number;
  /** Years of calendar time to expiry, positive. */
  years: number;
  /** Volatility at the money, annualized, as a fraction. */
  atTheMoney: number;
  dividendYield: number;
  exercise: OptionRoot['exercise'];
}

/** Value of an option by the model. */
export interface TheoreticalOption {
  /** Dollars a share, never below the floor. */
  price: number;
  /** Annualized, as a fraction. */
  volatility: number;
  greeks: OptionGreeks;
  /**
   * The least that it can be worth, in dollars a share: what exercising now would bring, or, where that is not possible,
   * what parity with the forward leaves.
   */
  floor: number;
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
  const floor = Math.max(0, (optionType === 'call' ? 1 : -1) * inTheMoney(moment, strike));
  return { price: Math.max(greeks.price, floor), volatility, greeks, floor };
}

/** What a call is in the money by. */
function inTheMoney({ spot, years, dividendYield, exercise }: PricingMoment, strike: number): number {
  if (exercise === 'american') return spot - strike;
  return spot * Math.exp(-dividendYield * years) - strike * Math.exp(-riskFreeRate * years);
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
