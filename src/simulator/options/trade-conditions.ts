import type { MarketState } from '../market/market-state.ts';

const formT = 12;
const intermarketSweep = 14;
const oddLot = 37;
const roundLotShares = 100;

/** Conditions of the last trade, by the numbers of the API. */
export function tradeConditions({ at, session, tradeSize }: MarketState): number[] {
  const isRegular = at >= session.open && at < session.close;
  return [isRegular ? intermarketSweep : formT, ...(tradeSize < roundLotShares ? [oddLot] : [])];
}
