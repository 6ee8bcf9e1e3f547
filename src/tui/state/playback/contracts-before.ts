import { remembered } from '../../../base/remembered.ts';
import { tradeDateOf } from '../../../market/calendar/trade-date.ts';
import type { Chain, OptionQuote } from '../../../market/quotes/chain.ts';

/** A contract as it was at the mark. */
export interface ContractBefore {
  contract: OptionQuote;
  /** Volume counts from the morning, and open interest is of the day before: of two days only the latter compares. */
  isSameDay: boolean;
}

/** The contracts of a chain as they were at the mark, by symbol. */
export const contractsBefore = remembered(
  (before: Chain, shownAt: number): ReadonlyMap<string, ContractBefore> => {
    const isSameDay = tradeDateOf(before.timestamp) === tradeDateOf(shownAt);
    return new Map(before.contracts.map((contract) => [contract.symbol, { contract, isSameDay }]));
  },
);
