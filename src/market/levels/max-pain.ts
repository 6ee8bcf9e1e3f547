import type { OptionQuote } from '../quotes/chain.ts';
import { sharesOf } from '../symbols/contract-size.ts';
import { strikePairs } from '../quotes/strike-pairs.ts';

/** Max pain of one chain. */
export interface MaxPain {
  /** Listed strike at which holders of all open contracts would be paid least; the lowest of equals. */
  strike: number;
  /** What they would be paid at each listed strike, in dollars, lowest strike first. */
  payouts: { strike: number; payout: number }[];
}

type OpenContract = Pick<OptionQuote, 'strike' | 'optionType' | 'openInterest' | 'sharesPerContract'>;

/**
 * Max pain of a chain by open interest. Contracts whose open interest is unknown count as none; `null` where none is
 * open at all.
 */
export function maxPain(contracts: readonly OpenContract[]): MaxPain | null {
  if (!contracts.some(({ openInterest }) => (openInterest ?? 0) > 0)) return null;
  const open = strikePairs(contracts).map(({ strike, call, put }) => ({
    strike,
    call: openShares(call),
    put: openShares(put),
  }));
  const payouts = open.map(({ strike: settlement }) => {
    let payout = 0;
    for (const { strike, call, put } of open) {
      if (strike < settlement) payout += (settlement - strike) * call;
      else payout += (strike - settlement) * put;
    }
    return { strike: settlement, payout };
  });
  const lowest = payouts.reduce((best, entry) => (entry.payout < best.payout ? entry : best));
  return { strike: lowest.strike, payouts };
}

function openShares(contract: OpenContract | null): number {
  return contract ? (contract.openInterest ?? 0) * sharesOf(contract) : 0;
}
