import type { OptionQuote } from './chain.ts';
import { sharesPerContract } from './contract-size.ts';
import { strikePairs } from './strike-pairs.ts';

export interface MaxPain {
  /** Listed strike at which holders of all open contracts would be paid least; the lowest of equals. */
  strike: number;
  /** What they would be paid at each listed strike, in dollars, lowest strike first. */
  payouts: { strike: number; payout: number }[];
}

/**
 * Max pain of a chain by open interest. Contracts whose open interest is unknown count as none; `null` where none is
 * open at all.
 */
export function maxPain(
  contracts: readonly Pick<OptionQuote, 'strike' | 'optionType' | 'openInterest'>[],
): MaxPain | null {
  if (!contracts.some(({ openInterest }) => (openInterest ?? 0) > 0)) return null;
  const pairs = strikePairs(contracts);
  const payouts = pairs.map(({ strike: settlement }) => {
    let perShare = 0;
    for (const { strike, call, put } of pairs) {
      if (strike < settlement) perShare += (settlement - strike) * (call?.openInterest ?? 0);
      if (strike > settlement) perShare += (strike - settlement) * (put?.openInterest ?? 0);
    }
    return { strike: settlement, payout: perShare * sharesPerContract };
  });
  const least = payouts.reduce((best, entry) => (entry.payout < best.payout ? entry : best));
  return { strike: least.strike, payouts };
}
