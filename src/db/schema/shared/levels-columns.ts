import { p } from '@mikro-orm/sqlite';
import { dealerSigns } from '../../../market/levels/dealer-sign.ts';
import { exerciseStyles } from '../../../market/pricing/exercise-style.ts';
import { marketShapes } from '../../../market/quotes/spread.ts';
import {
  count,
  date,
  instant,
  instantCheck,
  instantNow,
  optionalCount,
  optionalInstant,
  price,
  ticker,
} from '../columns.ts';
import { sources, tiers, underlyingPriceSources } from '../enum-values.ts';

/** A real number of either sign that is known: nothing known is NULL, never 0. */
const known = (column: string) =>
  p
    .double()
    .columnType('real')
    .check(`${column} <> 0 and ${column} > -1000000000000000 and ${column} < 1000000000000000`)
    .nullable();

/** A real number above 0. */
const positive = (column: string) =>
  p.double().columnType('real').check(`${column} > 0 and ${column} < 1000000000000000`).nullable();

/** A real number of which 0 is a true value too. */
const fromZero = (column: string) =>
  p.double().columnType('real').check(`${column} >= 0 and ${column} < 1000000000000000`).nullable();

/**
 * The columns of levels, which `chain_metrics` and `recomputed_metrics` share. `oi_…` columns weigh by open interest, `volume_…` by
 * volume; gamma is in dollars of stock for a move of 1 %, delta in dollars, vega in dollars a percentage point;
 * volatilities are annualized fractions; theta is dollars a contract a minute, and per cent of the mid a minute.
 */
export const levelsProperties = () => ({
  id: p.integer().primary().autoincrement(),
  underlying: ticker('underlying'),
  expirationDate: date('expiration_date'),
  /** The poll's time, as in `chain_polls`. */
  timestamp: instant('timestamp'),
  spot: price('spot').nullable(),
  spotSource: p.enum(underlyingPriceSources).columnType('varchar(6)').nullable(),
  tier: p.enum(tiers).columnType('varchar(20)').default('unknown'),
  source: p.enum(sources).columnType('varchar(20)').default('polygon'),
  /** Closes of the stock and of its options in the session of the expiration. */
  regularClose: optionalInstant('regular_close'),
  optionClose: optionalInstant('option_close'),
  dealerSign: p.enum(dealerSigns).columnType('varchar(10)'),
  oiGammaCall: known('oi_gamma_call'),
  oiGammaPut: known('oi_gamma_put'),
  oiGammaNet: known('oi_gamma_net'),
  oiDelta: known('oi_delta'),
  oiVega: known('oi_vega'),
  oiCallWall: price('oi_call_wall').nullable(),
  oiPutWall: price('oi_put_wall').nullable(),
  oiGammaStrike: price('oi_gamma_strike').nullable(),
  oiGammaFlip: price('oi_gamma_flip').nullable(),
  volumeGammaCall: known('volume_gamma_call'),
  volumeGammaPut: known('volume_gamma_put'),
  volumeGammaNet: known('volume_gamma_net'),
  volumeDelta: known('volume_delta'),
  volumeVega: known('volume_vega'),
  volumeCallWall: price('volume_call_wall').nullable(),
  volumePutWall: price('volume_put_wall').nullable(),
  volumeGammaStrike: price('volume_gamma_strike').nullable(),
  volumeGammaFlip: price('volume_gamma_flip').nullable(),
  maxPain: price('max_pain').nullable(),
  putCallVolume: fromZero('put_call_volume'),
  putCallOi: fromZero('put_call_oi'),
  straddle: price('straddle').nullable(),
  oneSigma: positive('one_sigma'),
  /** The session's first straddle, the spot then, and when that was. */
  openingStraddle: price('opening_straddle').nullable(),
  openingSpot: price('opening_spot').nullable(),
  openingAt: optionalInstant('opening_at'),
  /** |spot − opening spot| / opening straddle. */
  moveUsed: fromZero('move_used'),
  atmVolatility: positive('atm_volatility'),
  /** At 25 delta. */
  putWingVolatility: positive('put_wing_volatility'),
  callWingVolatility: positive('call_wing_volatility'),
  /** The strike nearest to the spot; NULL as a whole without a spot. */
  atmStrike: price('atm_strike').nullable(),
  callTheta: known('call_theta'),
  callThetaPercent: known('call_theta_percent'),
  callSpreadPercent: fromZero('call_spread_percent'),
  callMarket: p.enum(marketShapes).columnType('varchar(10)').nullable(),
  putTheta: known('put_theta'),
  putThetaPercent: known('put_theta_percent'),
  putSpreadPercent: fromZero('put_spread_percent'),
  putMarket: p.enum(marketShapes).columnType('varchar(10)').nullable(),
  contracts: count('contracts'),
  vendorGreeks: count('vendor_greeks'),
  modelGreeks: count('model_greeks'),
  refusedGreeks: count('refused_greeks'),
  createdAt: instantNow(),
  /** Version of the model that made the row; 1 is that of the rows from before the column. */
  modelVersion: p.integer().check('model_version >= 1').default(1),
  /** Time of the spot by the account of its source; this and the columns below are NULL in rows of version 1: unknown. */
  spotAt: optionalInstant('spot_at'),
  /** Time of the quotes that the levels are made of; time to expiry counts from it. */
  quotedAt: optionalInstant('quoted_at'),
  /** How often the net changes sign within reach of the spot; the flip is the nearest. */
  oiGammaFlips: optionalCount('oi_gamma_flips'),
  volumeGammaFlips: optionalCount('volume_gamma_flips'),
  /** Contracts whose quotes feed no level: too old, crossed, one-sided or absent. */
  oldQuotes: optionalCount('old_quotes'),
  crossedQuotes: optionalCount('crossed_quotes'),
  oneSidedQuotes: optionalCount('one_sided_quotes'),
  /** Contracts without a volatility of their own whose strike lies on the extended smile. */
  extendedWings: optionalCount('extended_wings'),
  /** Contracts whose vendor volatility was dropped because it is not that of the strike. */
  droppedVendor: optionalCount('dropped_vendor'),
  /** Ask less bid of both options of the straddle, in dollars a share; this and the rest are NULL in rows from before the columns. */
  straddleSpread: fromZero('straddle_spread'),
  /** What put–call parity at the money says that the underlying is worth at the end of the chain. */
  forward: price('forward').nullable(),
  /** Annual and continuous, as a fraction. */
  rate: p.double().columnType('real').check('rate > -0.1 and rate < 1').nullable(),
  /** Dollars a share that the model expects to be paid until the end of the chain. */
  dividends: fromZero('dividends'),
  /** At the money, by trading days of which a year has 252. */
  dayVolatility: positive('day_volatility'),
  /** |spot − opening spot| / the one-sigma move of the opening. */
  oneSigmaUsed: fromZero('one_sigma_used'),
  exercise: p.enum(exerciseStyles).columnType('varchar(8)').nullable(),
  /**
   * The one-sigma move of the session's opening, in dollars a share; NULL where it is not known. In rows from before the column
   * it follows from what is used of it.
   */
  openingOneSigma: p
    .double()
    .columnType('real')
    .check(
      'opening_one_sigma is null or (opening_at is not null and opening_one_sigma > 0 and opening_one_sigma < 1000000000000000)',
    )
    .nullable(),
});

/** The rules that hold between the columns of levels. */
export const levelsChecks = (table: string) => [
  instantCheck(table, 'created_at'),
  {
    name: `${table}_closes_in_order`,
    expression: '(regular_close is null) = (option_close is null) and regular_close <= option_close',
  },
  { name: `${table}_spot_has_a_source`, expression: '(spot is null) = (spot_source is null)' },
  {
    name: `${table}_needs_a_spot`,
    expression:
      'spot is not null or coalesce(oi_gamma_strike,volume_gamma_strike,atm_strike,atm_volatility,straddle,one_sigma,move_used) is null',
  },
  {
    name: `${table}_opening_is_whole`,
    expression:
      '(opening_straddle is null) = (opening_at is null) and (opening_spot is null) = (opening_at is null) and (opening_at is null or opening_at <= timestamp)',
  },
  {
    name: `${table}_counts_add_up`,
    expression: 'vendor_greeks + model_greeks + refused_greeks = contracts',
  },
];
