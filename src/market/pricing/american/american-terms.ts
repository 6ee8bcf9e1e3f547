import type { DividendAhead } from '../../carry/dividends.ts';

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
