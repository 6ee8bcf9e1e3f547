import type { AmericanTerms } from './american-terms.ts';
import { presentValue } from '../../carry/dividends.ts';
import type { OptionType } from '../../quotes/chain.ts';
import { type OptionGreeks, optionGreeks, optionPrice } from '../black-scholes.ts';
import { callPremiums, type EarlyExercise, type EscrowedTerms, putPremiums } from './early-exercise.ts';
import { type PutBoundaries, putBoundaries } from './put/put-boundaries.ts';
import type { Premium } from './put/put-premium.ts';

/** An American option, to be priced at any volatility. */
export interface AmericanOption {
  /** Dollars a share, the least that the option costs: what it brings without volatility. */
  minPrice: number;
  /** The European option of the same terms, the stock being less the present value of its dividends. */
  european: Omit<Parameters<typeof optionPrice>[0], 'volatility'>;
  /** Whether there is a time at which it may be worth exercising. */
  hasPremium: boolean;
  /** What the right to exercise early adds to the European option; `null` where it is exercised at once. */
  premium(volatility: number): OptionPremium | null;
  /** Dollars a share. */
  price(volatility: number): number;
  greeks(volatility: number): Omit<OptionGreeks, 'rho'>;
}

/** Dollars a share. */
export interface OptionPremium {
  value: number;
  /** For a volatility of 1. */
  rise: number;
}

/** The American options of one chain. */
export interface AmericanOptions {
  option(optionType: OptionType, strike: number): AmericanOption;
}

const none: Premium = { value: 0, slope: 0, bend: 0, rise: 0 };
/** Dollars a share of early exercise that are nothing. */
const negligible = 1e-6;

/**
 * American options on a stock that pays cash dividends at known times, the part of the stock beyond their present value
 * following a lognormal path (the escrowed model: J. C. Hull, "Options, Futures, and Other Derivatives"); early exercise
 * gives the whole stock. Each is the European option plus the premium of early exercise, see `putPremium` and
 * `callPremium`. `null` where a term is not a sensible number, or the dividends are worth more than the stock.
 * @param boundaries when the puts are exercised; a chain that is priced at several spots has them once
 */
export function americanOptions(
  terms: AmericanTerms,
  boundaries: PutBoundaries = putBoundaries(terms),
): AmericanOptions | null {
  const { spot, years, rate } = terms;
  const dividends = terms.dividends.filter((one) => one.years > 0 && one.years < years && one.amount > 0);
  const escrowed = spot - presentValue(dividends, rate);
  const isUsable = [spot, years, escrowed].every((value) => Number.isFinite(value) && value > 0);
  if (!isUsable || !(rate >= 0)) return null;
  const chain: EscrowedTerms = { spot, years, rate, dividends, escrowed };
  return {
    option(optionType, strike) {
      const premium =
        optionType === 'put'
          ? putPremiums(chain, strike, boundaries.ofStrike(strike))
          : callPremiums(chain, strike);
      return optionOf(chain, { optionType, strike }, premium);
    },
  };
}

function optionOf(
  chain: EscrowedTerms,
  { optionType, strike }: { optionType: OptionType; strike: number },
  premium: EarlyExercise,
): AmericanOption {
  const { spot, years, rate, escrowed } = chain;
  const european = { optionType, spot: escrowed, strike, years, rate, dividendYield: 0 };
  const exercised = optionType === 'put' ? strike - spot : spot - strike;
  const premiumAt = (volatility: number) => {
    const isNothing = !premium.isPossible || premium.bound(volatility) * strike < negligible;
    return isNothing ? none : premium.at(volatility);
  };
  const price = (volatility: number) => {
    const early = premiumAt(volatility);
    if (early === null) return exercised;
    return Math.max(exercised, (optionPrice({ ...european, volatility }) ?? 0) + strike * early.value);
  };
  return {
    minPrice: minPriceOf(chain, optionType, strike),
    european,
    hasPremium: premium.isPossible,
    premium(volatility) {
      const early = premiumAt(volatility);
      return early && { value: strike * early.value, rise: strike * early.rise };
    },
    price,
    greeks(volatility) {
      const early = premiumAt(volatility);
      if (early === null) return { price: exercised, delta: -1, gamma: 0, theta: 0, vega: 0 };
      const kept = optionGreeks({ ...european, volatility })!;
      const value = kept.price + strike * early.value;
      const delta = kept.delta + (strike * early.slope) / escrowed;
      const gamma = kept.gamma + (strike * (early.bend - early.slope)) / (escrowed * escrowed);
      // What the price obeys while the option is kept; the present value of the dividends grows at the rate.
      const diffusion = 0.5 * volatility * volatility * escrowed * escrowed * gamma;
      const theta = (rate * value - rate * spot * delta - diffusion) / 365 + 0;
      const vega = kept.vega + (strike * early.rise) / 100;
      return { price: value, delta, gamma, theta, vega };
    },
  };
}

/** What an option brings without volatility: exercised now, at expiry, or next to a dividend, whichever is best. */
function minPriceOf(
  { spot, years, rate, dividends }: EscrowedTerms,
  optionType: OptionType,
  strike: number,
): number {
  let best = 0;
  for (const at of [0, ...dividends.map((one) => one.years), years]) {
    const paid = dividends.filter((one) => (optionType === 'put' ? one.years <= at : one.years < at));
    const stock = spot - presentValue(paid, rate);
    const gain = stock - strike * Math.exp(-rate * at);
    best = Math.max(best, optionType === 'put' ? -gain : gain);
  }
  return best;
}
