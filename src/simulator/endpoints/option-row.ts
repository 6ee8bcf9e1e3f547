import { newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import type { ContractState } from '../options/contract-state.ts';
import type { Exchange } from '../exchange.ts';
import { asOf } from '../exchange.ts';
import type { Instrument } from '../instruments/instrument.ts';
import { nanoseconds } from '../json-numbers.ts';
import type { Contract } from '../options/option-listing.ts';
import { type Tier, tierOf } from '../profiles.ts';

/** What all rows of one answer share. */
export interface RowContext {
  tier: Tier;
  /** The instant whose options show. */
  at: number;
  today: string;
  /** `null` where the plans give no price of the underlying. */
  underlying: { kind: Instrument['kind']; price: number; at: number; timeframe: string } | null;
}

/** What rows of one underlying share: tiers, instants, the underlying’s state. */
export function rowContext(exchange: Exchange, instrument: Instrument): RowContext {
  const tier = tierOf(exchange.profile, 'options');
  const { kind } = instrument;
  const planClass = kind === 'index' ? 'indices' : 'stocks';
  const { hasSnapshots, timeframe } = tierOf(exchange.profile, planClass);
  const at = asOf(exchange, 'options');
  const isShown = tier.showsUnderlying && hasSnapshots;
  const state = isShown
    ? exchange.simulated.market.underlyingAt(instrument, asOf(exchange, planClass))
    : null;
  return {
    tier,
    at,
    today: newYorkDate(at),
    underlying: state && { kind, price: state.price, at: state.at, timeframe },
  };
}

/** A row of the chain, of the contract snapshot and, in part, of the unified snapshot. */
export function optionRow(exchange: Exchange, contract: Contract, context: RowContext) {
  const state = exchange.simulated.chains.stateAt(contract, context.at);
  const { tier, underlying } = context;
  const { strike } = contract;
  const middle = (state.bid + state.ask) / 2;
  const premium = state.day?.close ?? middle;
  const breakEven = contract.optionType === 'call' ? strike + premium : strike - premium;
  return {
    ...(underlying && { break_even_price: round(breakEven) }),
    day: dayOf(exchange, state, context),
    details: detailsOf(contract),
    ...(state.volatility !== null && {
      greeks: { delta: state.delta, gamma: state.gamma, theta: state.theta, vega: state.vega },
      implied_volatility: state.volatility,
    }),
    ...(tier.hasQuotes && { last_quote: quoteOf(state, tier, middle) }),
    ...(tier.hasTrades && { last_trade: tradeOf(state, tier) }),
    open_interest: state.openInterest,
    underlying_asset: {
      ...(underlying && {
        change_to_break_even: round(breakEven - underlying.price),
        last_updated: nanoseconds(underlying.at),
        [underlying.kind === 'index' ? 'value' : 'price']: underlying.price,
      }),
      ticker: contract.underlying,
      ...(underlying && { timeframe: underlying.timeframe }),
    },
  };
}

/** `details` of a contract’s row. */
export function detailsOf(contract: Contract) {
  return {
    contract_type: contract.optionType,
    exercise_style: contract.series.root.exercise,
    expiration_date: contract.expiration,
    shares_per_contract: 100,
    strike_price: contract.strike,
    ticker: contract.ticker,
  };
}

/**
 * The contract's bar of the day. `{}` for one that does not trade; one that has not traded today still shows the
 * session before, settled: stamped 16:00 of its date, unchanged from its own close.
 */
export function dayOf(exchange: Exchange, state: ContractState, { today }: RowContext) {
  const { day, dayDate } = state;
  if (!day || !dayDate) return {};
  const isLive = dayDate === today;
  const previousClose = isLive ? state.previousClose : day.close;
  const settledAt = exchange.simulated.calendar.sessionOn(dayDate)?.close ?? 0;
  const change = round(day.close - previousClose);
  return {
    change,
    change_percent: round((change / previousClose) * 100),
    close: day.close,
    high: day.high,
    last_updated: nanoseconds(isLive ? newYorkInstant(dayDate, '00:00') : settledAt),
    low: day.low,
    open: day.open,
    previous_close: previousClose,
    volume: day.volume,
    vwap: day.vwap,
  };
}

function quoteOf(state: ContractState, tier: Tier, middle: number) {
  return {
    ask: state.ask,
    ask_size: state.askSize,
    ask_exchange: state.askExchange,
    bid: state.bid,
    bid_size: state.bidSize,
    ...(state.bidExchange > 0 && { bid_exchange: state.bidExchange }),
    last_updated: nanoseconds(state.quotedAt, (state.contract.index * 1_234_567) % 900_000_000),
    midpoint: round(middle),
    timeframe: tier.timeframe,
  };
}

function tradeOf(state: ContractState, tier: Tier) {
  const { day } = state;
  if (!day) return {};
  return {
    conditions: [day.tradeSize > 12 ? 227 : 209],
    exchange: state.tradeExchange,
    price: day.close,
    sip_timestamp: nanoseconds(day.tradedAt, (state.contract.index * 7_654_321) % 900_000_000),
    size: day.tradeSize,
    timeframe: tier.timeframe,
  };
}

/** To a hundredth of a cent: sums of prices, without the binary dust. */
function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
