import type { AtTheMoneySide, ExposureLevels, RecordedLevels } from '../../market/levels/levels.ts';
import type { Table } from './column.ts';
import { type LevelsRow, levelsColumns } from './levels-columns.ts';
import { levelsOf } from './levels-of-row.ts';
import { recordedWord } from './recorded-word.ts';

/** `levels.parquet`, of one underlying. */
export const levelsTable = (underlying: string): Table<RecordedLevels, typeof levelsColumns> => ({
  columns: levelsColumns,
  flat,
  row: (row) => levelsOf(underlying, row),
});

function flat(levels: RecordedLevels): LevelsRow {
  const { expectedMove, volatility, pricedWith, atTheMoney, counts, assumptions } = levels;
  return {
    expiration: levels.expiration,
    timestamp: levels.timestamp,
    spot: levels.spot,
    spot_source: levels.spotSource,
    spot_at: levels.spotAt,
    quoted_at: levels.quotedAt,
    model_version: levels.modelVersion,
    tier: levels.tier,
    source: recordedWord(levels.source),
    regular_close: levels.closes?.regular ?? null,
    option_close: levels.closes?.option ?? null,
    years_to_expiry: levels.yearsToExpiry,
    minutes_to_option_close: levels.minutesToOptionClose,
    minutes_to_regular_close: levels.minutesToRegularClose,
    ...prefixed('oi', levels.byOpenInterest),
    ...prefixed('volume', levels.byVolume),
    max_pain: levels.maxPain,
    put_call_volume: levels.putCallRatio.volume,
    put_call_oi: levels.putCallRatio.openInterest,
    straddle: expectedMove.straddle,
    straddle_spread: expectedMove.straddleSpread,
    one_sigma: expectedMove.oneSigma,
    opening_straddle: expectedMove.opening?.straddle ?? null,
    opening_one_sigma: expectedMove.opening?.oneSigma ?? null,
    opening_spot: expectedMove.opening?.reference ?? null,
    opening_at: expectedMove.opening?.since ?? null,
    move_used: expectedMove.used,
    one_sigma_used: expectedMove.oneSigmaUsed,
    atm_volatility: volatility.atTheMoney,
    day_volatility: volatility.day,
    put_wing_volatility: volatility.put25,
    call_wing_volatility: volatility.call25,
    skew: volatility.skew,
    forward: pricedWith?.forward ?? null,
    rate: pricedWith?.rate ?? null,
    dividends: pricedWith?.dividends ?? null,
    exercise: pricedWith && recordedWord(pricedWith.exercise),
    atm_strike: atTheMoney?.strike ?? null,
    ...sided('call', atTheMoney?.call ?? null),
    ...sided('put', atTheMoney?.put ?? null),
    contracts: counts.contracts,
    vendor_greeks: counts.vendor,
    model_greeks: counts.model,
    refused_greeks: counts.refused,
    old_quotes: counts.old,
    crossed_quotes: counts.crossed,
    one_sided_quotes: counts.oneSided,
    extended_wings: counts.extended,
    dropped_vendor: counts.dropped,
    dealer_sign: recordedWord(assumptions.dealerSign),
    open_interest_of: assumptions.openInterest,
    time_convention: assumptions.timeConvention,
  };
}

type Weight = 'oi' | 'volume';
type WeightRow<P extends Weight> = Pick<LevelsRow, Extract<keyof LevelsRow, `${P}_${string}`>>;

function prefixed<P extends Weight>(weight: P, exposure: ExposureLevels | null): WeightRow<P> {
  const values: Record<string, boolean | number | null> = {
    known: exposure !== null,
    gamma_call: exposure?.gamma.call ?? null,
    gamma_put: exposure?.gamma.put ?? null,
    gamma_net: exposure?.gamma.net ?? null,
    delta: exposure?.delta ?? null,
    vega: exposure?.vega ?? null,
    call_wall: exposure?.callWall ?? null,
    put_wall: exposure?.putWall ?? null,
    gamma_strike: exposure?.absoluteGammaStrike ?? null,
    gamma_flip: exposure?.gammaFlip ?? null,
    gamma_flips: exposure?.gammaFlips ?? null,
  };
  return named(weight, values) as WeightRow<P>;
}

type Side = 'call' | 'put';
type SideRow<S extends Side> = Pick<
  LevelsRow,
  `${S}_theta` | `${S}_theta_percent` | `${S}_spread_percent` | `${S}_market`
>;

function sided<S extends Side>(name: S, side: AtTheMoneySide | null): SideRow<S> {
  const values = {
    theta: side?.thetaDollarsPerMinute ?? null,
    theta_percent: side?.thetaPercentPerMinute ?? null,
    spread_percent: side?.spreadPercent ?? null,
    market: side && recordedWord(side.market),
  };
  return named(name, values) as SideRow<S>;
}

function named(prefix: string, values: Record<string, boolean | number | string | null>) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}_${name}`, value]));
}
