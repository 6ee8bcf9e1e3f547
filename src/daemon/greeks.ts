import type { Calendar } from '../market/calendar.ts';
import type { Chain } from '../market/chain.ts';
import { fillGreeks } from '../market/fill-greeks.ts';
import { yearsToExpiry } from '../market/years-to-expiry.ts';

/** Over a day neither moves a price by a cent; both are round figures of 2026. */
const rates = { rate: 0.04, dividendYield: 0.012 };

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

/**
 * The chain with volatility and greeks of our own where the vendor gives none or nonsense, each tagged with its source.
 * Recorded chains hold what the vendor said only: ours follow from it, and would make every quiet contract a new row at
 * each poll.
 */
export function withGreeks(chain: Chain, calendar: Calendar): Chain {
  const terms = modelTerms(chain.expiration, chain.timestamp, calendar);
  if (!terms || chain.underlyingPrice === null) return chain;
  const { contracts } = fillGreeks(chain.contracts, { spot: chain.underlyingPrice, ...terms });
  return { ...chain, contracts };
}
