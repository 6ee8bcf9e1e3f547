import type { Levels } from '../levels/levels.ts';
import type { Chain, OptionQuote } from '../quotes/chain.ts';

/**
 * A rebuilt chain as it is priced: what a contract traded at last in the minute stands for both sides of its market, of that
 * minute's time. A contract that did not trade in it has neither, so that prices of different minutes are never combined.
 */
export function withMinutePrices(chain: Chain): Chain {
  const { timestamp } = chain;
  const marked = ({ last, ...contract }: OptionQuote): OptionQuote => ({
    ...{ ...contract, last, bid: last, ask: last },
    quotedAt: last === null ? null : timestamp,
  });
  return { ...chain, contracts: chain.contracts.map(marked) };
}

/** The chain of the filled one without these stand-ins: nobody's bids and asks are known. */
export function withoutMinutePrices<F extends { chain: Chain }>(filled: F): F {
  const contracts = filled.chain.contracts.map((contract) => ({
    ...contract,
    ...{ bid: null, ask: null, quotedAt: null },
  }));
  return { ...filled, chain: { ...filled.chain, contracts } };
}

/** What levels of a rebuilt chain cannot know: spreads and the shape of markets. */
export function withoutSpreads(levels: Levels): Levels {
  const { expectedMove, atTheMoney } = levels;
  const side = (of: NonNullable<Levels['atTheMoney']>['call']) =>
    of && { ...of, spreadPercent: null, market: 'none' as const };
  return {
    ...{ ...levels, isRebuilt: true },
    expectedMove: { ...expectedMove, straddleSpread: null },
    atTheMoney: atTheMoney && { ...atTheMoney, call: side(atTheMoney.call), put: side(atTheMoney.put) },
  };
}
