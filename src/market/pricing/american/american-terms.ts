/** A cash dividend until expiry. */
export interface DividendAhead {
  /** Years from now until a holder of the stock has it, and a holder of the option has not. */
  years: number;
  /** Dollars a share. */
  amount: number;
}

/** What the options of one chain are priced with. */
export interface AmericanTerms {
  /** Dollars a share, dividends included. */
  spot: number;
  /** Years of calendar time to expiry. */
  years: number;
  /** Continuously compounded and annual, as a fraction; not negative. */
  rate: number;
  /** Those until expiry; others are left out. */
  dividends: readonly DividendAhead[];
}

/** What the dividends until expiry are worth now, in dollars a share. */
export function presentValue(dividends: readonly DividendAhead[], rate: number): number {
  let sum = 0;
  for (const { years, amount } of dividends) sum += amount * Math.exp(-rate * years);
  return sum;
}
