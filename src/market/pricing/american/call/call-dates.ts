import type { DividendAhead } from '../../../carry/dividends.ts';

/** The eve of a dividend on which a call may be worth exercising; amounts in parts of the strike. */
export interface ExerciseDate {
  /** Years from now. */
  at: number;
  /** What exercising brings above the present value of keeping the call, were it certain to end in the money. */
  gain: number;
}

/**
 * The dates on which a call may be worth exercising, the first one first: just before a dividend, where the dividends to
 * come are worth more than the interest on the strike until expiry. Without a negative rate there is no other time.
 */
export function callDates(terms: {
  strike: number;
  years: number;
  rate: number;
  dividends: readonly DividendAhead[];
}): ExerciseDate[] {
  const { strike, years, rate, dividends } = terms;
  const ahead = dividends.filter((one) => one.years > 0 && one.years < years);
  return ahead
    .map(({ years: at }) => {
      const toCome = ahead
        .filter((other) => other.years >= at)
        .reduce((sum, other) => sum + other.amount * Math.exp(-rate * (other.years - at)), 0);
      return { at, gain: toCome / strike - (1 - Math.exp(-rate * (years - at))) };
    })
    .filter(({ gain }) => gain > 0)
    .sort((one, other) => one.at - other.at);
}
