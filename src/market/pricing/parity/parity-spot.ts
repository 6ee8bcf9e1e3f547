import { medianOf, type ParityContract, parityReadings } from './parity-readings.ts';

/** What put–call parity needs next to the quotes. */
export interface ParityTerms {
  /** Years of calendar time to expiry; see `yearsToExpiry`. */
  years: number;
  /** Continuously compounded and annual, as a fraction. */
  rate: number;
  /** Dollars a share that the dividends until expiry are worth now. */
  dividendsValue: number;
  /** Epoch ms that the chain's quotes are as of: those of another age are left out. `null` takes all, ages unknown. */
  quotedAt: number | null;
}

/** A spot that follows from put–call parity. */
export interface ParitySpot {
  /** Dollars a share. */
  spot: number;
  /** Strikes that it was read from. */
  strikes: number;
  /** Epoch ms of the newest quote that it was read from; `null` where their ages are unknown. */
  quotedAt: number | null;
}

/**
 * The stock's price as its options imply it: put–call parity, C − P = S − D − K·e^(−rT), D being what the dividends are
 * worth, solved for S at the strikes around the money, of which the median is taken. `null` with fewer than three.
 */
export function paritySpot(
  contracts: readonly ParityContract[],
  { years, rate, dividendsValue, quotedAt }: ParityTerms,
): ParitySpot | null {
  const readings = parityReadings(contracts, quotedAt);
  if (readings.length === 0) return null;
  const discount = Math.exp(-rate * years);
  return {
    spot: medianOf(readings.map(({ strike, call, put }) => call - put + strike * discount + dividendsValue)),
    strikes: readings.length,
    quotedAt: quotedAt === null ? null : Math.max(...readings.map((reading) => reading.quotedAt)),
  };
}
