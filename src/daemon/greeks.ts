import type { Calendar } from '../market/calendar.ts';
import type { Chain } from '../market/chain.ts';
import { fillGreeks } from '../market/fill-greeks.ts';
import { yearsToExpiry } from '../market/years-to-expiry.ts';

/** Over a day neither moves a price by a cent; both are round figures of 2026. */
export const rates = { rate: 0.04, dividendYield: 0.012 };

/** Time and rates for the model; `null` once the chain has expired. */
export function modelTerms(
  expiration: string,
  at: number,
  calendar: Calendar,
): { years: number; rate: number; dividendYield: number } | null {
  const session = calendar.sessionOn(expiration);
  const years = session && yearsToExpiry(at, session.optionClose);
  return years ? { years, ...rates } : null;
}

export interface FilledChain {
  chain: Chain;
  /** Contracts that are left without greeks, and why. */
  refusals: { symbol: string; reason: string }[];
}

/**
 * The chain with volatility and greeks of our own where the vendor gives none or nonsense, each tagged with its source.
 * Recorded chains hold what the vendor said only: ours follow from it, and would make every quiet contract a new row at
 * each poll. Without a spot, or after expiry, the chain stays as it is.
 */
export function fillChain(chain: Chain, calendar: Calendar): FilledChain {
  const terms = modelTerms(chain.expiration, chain.timestamp, calendar);
  if (!terms || chain.underlyingPrice === null) return { chain, refusals: [] };
  const { contracts, refusals } = fillGreeks(chain.contracts, { spot: chain.underlyingPrice, ...terms });
  return { chain: { ...chain, contracts }, refusals };
}

/** The filled chain alone. */
export function withGreeks(chain: Chain, calendar: Calendar): Chain {
  return fillChain(chain, calendar).chain;
}
