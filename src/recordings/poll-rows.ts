import type { OptionQuote } from '../market/quotes/chain.ts';
import type { ExpirationPoll } from './chains.ts';

type Value = number | null;

/**
 * A contract's state as an array, for whoever reads millions: objects take the driver twice the time. The values are those of
 * `OptionQuote`; the last is 1, or 0 where the contract was missing from the chain from this poll on.
 */
export type ContractCells = [
  ...[symbol: string, optionType: OptionQuote['optionType'], strike: number],
  ...[bid: Value, ask: Value, bidSize: Value, askSize: Value, last: Value, tradedAt: Value],
  ...[previousClose: Value, volume: Value, openInterest: Value, impliedVolatility: Value],
  ...[delta: Value, gamma: Value, theta: Value, vega: Value, greeksSource: OptionQuote['greeksSource']],
  ...[quotedAt: Value, sharesPerContract: Value, isListed: 0 | 1],
];

/** What each poll of a chain stored. */
export interface PollRows {
  /** The states that a poll stored, by symbol: contracts that changed, appeared or were missing. None where there is no such poll. */
  stored(poll: ExpirationPoll & { underlying: string }): Promise<ContractCells[]>;
}
