import type { Chain, OptionQuote } from '../../market/quotes/chain.ts';
import { fittingRoots } from '../../market/symbols/roots.ts';

/** One row of `chain_polls` as it goes into a `Chain`. */
export type PollRow = Omit<Chain, 'contracts'>;

/** A contract to write as of a poll; `null` values where it was missing from the chain. */
export interface ContractRow {
  poll: PollRow;
  contract: OptionQuote;
  isListed: boolean;
}

/** A contract's columns in the order of `ReadRow`. */
export const readColumns = `symbol, strike, option_type, bid, ask, bid_size, ask_size, last_price, traded_at,
  previous_close, volume, open_interest, implied_volatility, delta, gamma, theta, vega, greeks_source, quoted_at,
  shares_per_contract`;

type Value = number | null;

/** A row of these columns as an array: objects by name take the drivers twice the time, and a chain has hundreds. */
export type ReadRow = [
  ...[symbol: string, strike: number, optionType: OptionQuote['optionType']],
  ...[bid: Value, ask: Value, bidSize: Value, askSize: Value, last: Value, tradedAt: Value],
  ...[previousClose: Value, volume: Value, openInterest: Value, impliedVolatility: Value],
  ...[delta: Value, gamma: Value, theta: Value, vega: Value, greeksSource: OptionQuote['greeksSource']],
  ...[quotedAt: Value, sharesPerContract: Value],
];

/** What comes after these columns is left out. */
export function readContract(row: readonly [...ReadRow, ...unknown[]]): OptionQuote {
  return {
    symbol: row[0],
    strike: row[1],
    optionType: row[2],
    bid: row[3],
    ask: row[4],
    bidSize: row[5],
    askSize: row[6],
    last: row[7],
    tradedAt: row[8],
    previousClose: row[9],
    volume: row[10],
    openInterest: row[11],
    impliedVolatility: row[12],
    delta: row[13],
    gamma: row[14],
    theta: row[15],
    vega: row[16],
    greeksSource: row[17],
    quotedAt: row[18],
    sharesPerContract: row[19],
  };
}

/**
 * Bounds of the symbols of one chain, from one up to another: those of one root all begin with it and the date, then C or P. An
 * index on symbol and time therefore holds each root's part of a chain in one piece, and each contract's rows in it in order
 * of time. The roots are those that the database takes; a search for one that has no row costs microseconds.
 */
export function symbolBounds(underlying: string, expiration: string): [low: string, high: string][] {
  const date = expiration.slice(2).replaceAll('-', '');
  return fittingRoots(underlying).map((root) => [`${root}${date}C`, `${root}${date}Q`]);
}
