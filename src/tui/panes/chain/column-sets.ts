import {
  ask,
  askSize,
  bid,
  bidSize,
  type ChainColumn,
  change,
  delta,
  gamma,
  last,
  mid,
  openInterest,
  quoteAge,
  spread,
  theta,
  turnover,
  vega,
  volatility,
  volume,
} from './chain-columns.ts';
import { midChange, openInterestChange, volatilityChange, volumeChange } from './change-columns.ts';

export const columnSets = ['all', 'prices', 'greeks', 'flow', 'changes'] as const;

/** Which kind of columns the user wants to see. */
export type ColumnSet = (typeof columnSets)[number];

export const columnSetLabels: Record<ColumnSet, string> = {
  all: 'all that fit',
  prices: 'prices',
  greeks: 'greeks',
  flow: 'volume and open interest',
  changes: 'changes since the mark',
};

/** Most important first: on narrow terminals the last ones are left out. */
export const byPriority: Record<ColumnSet, readonly ChainColumn[]> = {
  all: [
    bid,
    ask,
    last,
    volume,
    openInterest,
    volatility,
    delta,
    gamma,
    theta,
    spread,
    vega,
    change,
    quoteAge,
    mid,
    bidSize,
    askSize,
  ],
  prices: [bid, ask, last, spread, mid, change, quoteAge, bidSize, askSize],
  greeks: [bid, ask, volatility, delta, gamma, theta, vega],
  // There only while a mark is set in a recording.
  changes: [
    mid,
    midChange,
    volatility,
    volatilityChange,
    volumeChange,
    bid,
    ask,
    volume,
    openInterestChange,
    openInterest,
    delta,
  ],
  flow: [bid, ask, volume, openInterest, turnover, last, change],
};
