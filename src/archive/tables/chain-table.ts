import { greeksSources, type OptionQuote, optionTypes } from '../../market/quotes/chain.ts';
import type { ContractState } from '../../recordings/session-rows.ts';
import {
  date,
  type Flat,
  flag,
  instant,
  number,
  optional,
  price,
  quantity,
  type Table,
  text,
  word,
} from './column.ts';

/**
 * States of contracts, by symbol and then by time: one row each time a contract's values changed, and one of each contract at the
 * first poll of its expiration. A row holds until the contract's next one.
 */
const columns = {
  symbol: text(),
  expiration: date(),
  strike: price(),
  option_type: word(optionTypes),
  /** Of the poll. */
  timestamp: instant(),
  /** Whether the contract is in the chain from this poll on. */
  is_listed: flag(),
  bid: optional(price()),
  ask: optional(price()),
  bid_size: optional(quantity()),
  ask_size: optional(quantity()),
  last: optional(price()),
  traded_at: optional(instant()),
  previous_close: optional(price()),
  volume: optional(quantity()),
  open_interest: optional(quantity()),
  /** Annualized, as a fraction. */
  implied_volatility: optional(number()),
  delta: optional(number()),
  gamma: optional(number()),
  /** Dollars a share a calendar day. */
  theta: optional(number()),
  /** Dollars a share for one percentage point of volatility. */
  vega: optional(number()),
  greeks_source: optional(word(greeksSources)),
  /** Of bid and ask by the vendor's account. */
  quoted_at: optional(instant()),
  shares_per_contract: optional(quantity()),
};

/** `chain.parquet`. */
export const chainTable: Table<ContractState, typeof columns> = {
  columns,
  flat: (state) => ({
    symbol: state.symbol,
    expiration: state.expiration,
    strike: state.strike,
    option_type: state.optionType,
    timestamp: state.timestamp,
    is_listed: state.isListed,
    bid: state.bid,
    ask: state.ask,
    bid_size: state.bidSize,
    ask_size: state.askSize,
    last: state.last,
    traded_at: state.tradedAt,
    previous_close: state.previousClose,
    volume: state.volume,
    open_interest: state.openInterest,
    implied_volatility: state.impliedVolatility,
    delta: state.delta,
    gamma: state.gamma,
    theta: state.theta,
    vega: state.vega,
    greeks_source: state.greeksSource,
    quoted_at: state.quotedAt,
    shares_per_contract: state.sharesPerContract,
  }),
  row: (flat) => ({
    ...quoteOf(flat),
    expiration: flat.expiration,
    timestamp: flat.timestamp,
    isListed: flat.is_listed,
  }),
};

/** The contract of a row, without when it was so. */
export function quoteOf(flat: ChainRow): OptionQuote {
  return {
    symbol: flat.symbol,
    strike: flat.strike,
    optionType: flat.option_type,
    bid: flat.bid,
    ask: flat.ask,
    bidSize: flat.bid_size,
    askSize: flat.ask_size,
    last: flat.last,
    tradedAt: flat.traded_at,
    previousClose: flat.previous_close,
    volume: flat.volume,
    openInterest: flat.open_interest,
    impliedVolatility: flat.implied_volatility,
    delta: flat.delta,
    gamma: flat.gamma,
    theta: flat.theta,
    vega: flat.vega,
    greeksSource: flat.greeks_source,
    quotedAt: flat.quoted_at,
    sharesPerContract: flat.shares_per_contract,
  };
}

/** A flat row of `chain.parquet`. */
export type ChainRow = Flat<typeof columns>;
