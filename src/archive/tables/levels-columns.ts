import { dealerSigns } from '../../market/levels/dealer-sign.ts';
import { exerciseStyles } from '../../market/pricing/exercise-style.ts';
import { spotSources } from '../../market/quotes/chain.ts';
import { sources, tiers } from '../../market/quotes/quote.ts';
import { marketShapes } from '../../market/quotes/spread.ts';
import { date, type Flat, flag, instant, number, optional, price, quantity, text, word } from './column.ts';

const optionalNumber = () => optional(number());
const optionalPrice = () => optional(price());
const optionalCount = () => optional(quantity());

/**
 * Levels of the underlying's polls, by time: `oi_…` weighs by open interest, `volume_…` by volume. Gamma is in dollars of stock for
 * a move of 1 %, delta in dollars, vega in dollars a percentage point; volatilities are annualized fractions; theta is dollars a
 * contract a minute, and per cent of the mid a minute.
 */
export const levelsColumns = {
  expiration: date(),
  /** Of the poll. */
  timestamp: instant(),
  spot: optionalPrice(),
  spot_source: optional(word(spotSources)),
  spot_at: optional(instant()),
  quoted_at: optional(instant()),
  model_version: quantity(),
  tier: word(tiers),
  source: word(sources),
  regular_close: optional(instant()),
  option_close: optional(instant()),
  years_to_expiry: optionalNumber(),
  minutes_to_option_close: optionalNumber(),
  minutes_to_regular_close: optionalNumber(),
  /** Whether anything could be weighed by open interest. */
  oi_known: flag(),
  oi_gamma_call: optionalNumber(),
  oi_gamma_put: optionalNumber(),
  oi_gamma_net: optionalNumber(),
  oi_delta: optionalNumber(),
  oi_vega: optionalNumber(),
  oi_call_wall: optionalPrice(),
  oi_put_wall: optionalPrice(),
  oi_gamma_strike: optionalPrice(),
  oi_gamma_flip: optionalPrice(),
  oi_gamma_flips: optionalCount(),
  /** Whether anything could be weighed by volume. */
  volume_known: flag(),
  volume_gamma_call: optionalNumber(),
  volume_gamma_put: optionalNumber(),
  volume_gamma_net: optionalNumber(),
  volume_delta: optionalNumber(),
  volume_vega: optionalNumber(),
  volume_call_wall: optionalPrice(),
  volume_put_wall: optionalPrice(),
  volume_gamma_strike: optionalPrice(),
  volume_gamma_flip: optionalPrice(),
  volume_gamma_flips: optionalCount(),
  max_pain: optionalPrice(),
  put_call_volume: optionalNumber(),
  put_call_oi: optionalNumber(),
  straddle: optionalPrice(),
  straddle_spread: optionalPrice(),
  one_sigma: optionalNumber(),
  /** The session's first straddle, with what follows; missing as a whole. */
  opening_straddle: optionalPrice(),
  opening_one_sigma: optionalNumber(),
  opening_spot: optionalPrice(),
  opening_at: optional(instant()),
  move_used: optionalNumber(),
  one_sigma_used: optionalNumber(),
  atm_volatility: optionalNumber(),
  day_volatility: optionalNumber(),
  /** At 25 delta. */
  put_wing_volatility: optionalNumber(),
  call_wing_volatility: optionalNumber(),
  /** Put less call. */
  skew: optionalNumber(),
  /** What the chain was priced with; missing as a whole. */
  forward: optionalNumber(),
  rate: optionalNumber(),
  dividends: optionalNumber(),
  exercise: optional(word(exerciseStyles)),
  /** The strike nearest to the spot, with what follows; missing as a whole. */
  atm_strike: optionalPrice(),
  call_theta: optionalNumber(),
  call_theta_percent: optionalNumber(),
  call_spread_percent: optionalNumber(),
  call_market: optional(word(marketShapes)),
  put_theta: optionalNumber(),
  put_theta_percent: optionalNumber(),
  put_spread_percent: optionalNumber(),
  put_market: optional(word(marketShapes)),
  contracts: quantity(),
  vendor_greeks: quantity(),
  model_greeks: quantity(),
  refused_greeks: quantity(),
  old_quotes: optionalCount(),
  crossed_quotes: optionalCount(),
  one_sided_quotes: optionalCount(),
  extended_wings: optionalCount(),
  dropped_vendor: optionalCount(),
  dealer_sign: word(dealerSigns),
  open_interest_of: text(),
  time_convention: text(),
};

/** A flat row of `levels.parquet`. */
export type LevelsRow = Flat<typeof levelsColumns>;
