import type {
  AtTheMoneySide,
  ExposureLevels,
  OpeningMove,
  PricedWith,
  RecordedLevels,
} from '../../market/levels/levels.ts';
import type { LevelsRow } from './levels-columns.ts';

/** Levels as they were before they were made a flat row. */
export function levelsOf(underlying: string, row: LevelsRow): RecordedLevels {
  return {
    underlying,
    expiration: row.expiration,
    timestamp: row.timestamp,
    spot: row.spot,
    spotSource: row.spot_source,
    spotAt: row.spot_at,
    quotedAt: row.quoted_at,
    modelVersion: row.model_version,
    tier: row.tier,
    source: row.source,
    closes: closesOf(row),
    yearsToExpiry: row.years_to_expiry,
    minutesToOptionClose: row.minutes_to_option_close,
    minutesToRegularClose: row.minutes_to_regular_close,
    byOpenInterest: exposureOf(row, 'oi'),
    byVolume: exposureOf(row, 'volume'),
    maxPain: row.max_pain,
    putCallRatio: { volume: row.put_call_volume, openInterest: row.put_call_oi },
    expectedMove: {
      straddle: row.straddle,
      straddleSpread: row.straddle_spread,
      oneSigma: row.one_sigma,
      opening: openingOf(row),
      used: row.move_used,
      oneSigmaUsed: row.one_sigma_used,
    },
    volatility: {
      atTheMoney: row.atm_volatility,
      day: row.day_volatility,
      put25: row.put_wing_volatility,
      call25: row.call_wing_volatility,
      skew: row.skew,
    },
    pricedWith: pricedWithOf(row),
    atTheMoney:
      row.atm_strike === null
        ? null
        : { strike: row.atm_strike, call: sideOf(row, 'call'), put: sideOf(row, 'put') },
    counts: {
      contracts: row.contracts,
      vendor: row.vendor_greeks,
      model: row.model_greeks,
      refused: row.refused_greeks,
      old: row.old_quotes,
      crossed: row.crossed_quotes,
      oneSided: row.one_sided_quotes,
      extended: row.extended_wings,
      dropped: row.dropped_vendor,
    },
    assumptions: {
      dealerSign: row.dealer_sign,
      openInterest: row.open_interest_of,
      timeConvention: row.time_convention,
    },
  };
}

function closesOf({
  regular_close: regular,
  option_close: option,
}: LevelsRow): { regular: number; option: number } | null {
  return regular !== null && option !== null ? { regular, option } : null;
}

function exposureOf(row: LevelsRow, weight: 'oi' | 'volume'): ExposureLevels | null {
  if (!row[`${weight}_known`]) return null;
  return {
    gamma: {
      call: row[`${weight}_gamma_call`],
      put: row[`${weight}_gamma_put`],
      net: row[`${weight}_gamma_net`],
    },
    delta: row[`${weight}_delta`],
    vega: row[`${weight}_vega`],
    callWall: row[`${weight}_call_wall`],
    putWall: row[`${weight}_put_wall`],
    absoluteGammaStrike: row[`${weight}_gamma_strike`],
    gammaFlip: row[`${weight}_gamma_flip`],
    gammaFlips: row[`${weight}_gamma_flips`],
  };
}

function openingOf(row: LevelsRow): OpeningMove | null {
  const { opening_straddle: straddle, opening_spot: reference, opening_at: since } = row;
  if (straddle === null || reference === null || since === null) return null;
  return { straddle, oneSigma: row.opening_one_sigma, reference, since };
}

function pricedWithOf({ forward, rate, dividends, exercise }: LevelsRow): PricedWith | null {
  if (forward === null || rate === null || dividends === null || exercise === null) return null;
  return { forward, rate, dividends, exercise };
}

function sideOf(row: LevelsRow, side: 'call' | 'put'): AtTheMoneySide | null {
  const market = row[`${side}_market`];
  if (market === null) return null;
  return {
    thetaDollarsPerMinute: row[`${side}_theta`],
    thetaPercentPerMinute: row[`${side}_theta_percent`],
    spreadPercent: row[`${side}_spread_percent`],
    market,
  };
}
