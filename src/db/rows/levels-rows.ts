import type { InferEntity } from '@mikro-orm/core';
import { wholeMoveOf } from '../../market/levels/opening-move.ts';
import { expiryClocks, timeConvention } from '../../market/pricing/expiry-clocks.ts';
import type {
  AtTheMoneySide,
  ExposureLevels,
  OpeningMove,
  PricedWith,
  RecordedLevels,
} from '../../market/levels/levels.ts';
import type { ChainMetric } from '../schema/chain-metrics.ts';
import { recordedWord } from '../schema/enum-values.ts';

type Entity = InferEntity<typeof ChainMetric>;

/** The fields that are written and read, in the order of the table. */
const fields = [
  'underlying',
  'expirationDate',
  'timestamp',
  'spot',
  'spotSource',
  'tier',
  'source',
  'regularClose',
  'optionClose',
  'dealerSign',
  'oiGammaCall',
  'oiGammaPut',
  'oiGammaNet',
  'oiDelta',
  'oiVega',
  'oiCallWall',
  'oiPutWall',
  'oiGammaStrike',
  'oiGammaFlip',
  'volumeGammaCall',
  'volumeGammaPut',
  'volumeGammaNet',
  'volumeDelta',
  'volumeVega',
  'volumeCallWall',
  'volumePutWall',
  'volumeGammaStrike',
  'volumeGammaFlip',
  'maxPain',
  'putCallVolume',
  'putCallOi',
  'straddle',
  'oneSigma',
  'openingStraddle',
  'openingSpot',
  'openingAt',
  'moveUsed',
  'atmVolatility',
  'putWingVolatility',
  'callWingVolatility',
  'atmStrike',
  'callTheta',
  'callThetaPercent',
  'callSpreadPercent',
  'callMarket',
  'putTheta',
  'putThetaPercent',
  'putSpreadPercent',
  'putMarket',
  'contracts',
  'vendorGreeks',
  'modelGreeks',
  'refusedGreeks',
  'modelVersion',
  'spotAt',
  'quotedAt',
  'oiGammaFlips',
  'volumeGammaFlips',
  'oldQuotes',
  'crossedQuotes',
  'oneSidedQuotes',
  'extendedWings',
  'droppedVendor',
  'straddleSpread',
  'forward',
  'rate',
  'dividends',
  'dayVolatility',
  'oneSigmaUsed',
  'exercise',
  'openingOneSigma',
] as const satisfies (keyof Entity)[];

/** A row of `chain_metrics`, of the fields above. The ORM would allow a double to be text; it never is. */
export type LevelsRow = {
  [F in (typeof fields)[number]]-?: number extends Entity[F]
    ? Exclude<Entity[F], string | undefined>
    : Exclude<Entity[F], undefined>;
};

export const levelsColumns = fields.map((field) => ({
  field,
  column: field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
}));

const marketOf = (side: AtTheMoneySide | null | undefined) => (side ? recordedWord(side.market) : null);

export function fromLevels(levels: RecordedLevels): LevelsRow {
  const { byOpenInterest: oi, byVolume: volume, expectedMove, atTheMoney, counts } = levels;
  return {
    underlying: levels.underlying,
    expirationDate: levels.expiration,
    timestamp: levels.timestamp,
    spot: levels.spot,
    spotSource: levels.spotSource,
    tier: levels.tier,
    source: recordedWord(levels.source),
    regularClose: levels.closes?.regular ?? null,
    optionClose: levels.closes?.option ?? null,
    dealerSign: recordedWord(levels.assumptions.dealerSign),
    oiGammaCall: oi?.gamma.call ?? null,
    oiGammaPut: oi?.gamma.put ?? null,
    oiGammaNet: oi?.gamma.net ?? null,
    oiDelta: oi?.delta ?? null,
    oiVega: oi?.vega ?? null,
    oiCallWall: oi?.callWall ?? null,
    oiPutWall: oi?.putWall ?? null,
    oiGammaStrike: oi?.absoluteGammaStrike ?? null,
    oiGammaFlip: oi?.gammaFlip ?? null,
    volumeGammaCall: volume?.gamma.call ?? null,
    volumeGammaPut: volume?.gamma.put ?? null,
    volumeGammaNet: volume?.gamma.net ?? null,
    volumeDelta: volume?.delta ?? null,
    volumeVega: volume?.vega ?? null,
    volumeCallWall: volume?.callWall ?? null,
    volumePutWall: volume?.putWall ?? null,
    volumeGammaStrike: volume?.absoluteGammaStrike ?? null,
    volumeGammaFlip: volume?.gammaFlip ?? null,
    maxPain: levels.maxPain,
    putCallVolume: levels.putCallRatio.volume,
    putCallOi: levels.putCallRatio.openInterest,
    straddle: expectedMove.straddle,
    oneSigma: expectedMove.oneSigma,
    openingStraddle: expectedMove.opening?.straddle ?? null,
    openingSpot: expectedMove.opening?.reference ?? null,
    openingAt: expectedMove.opening?.since ?? null,
    moveUsed: expectedMove.used,
    atmVolatility: levels.volatility.atTheMoney,
    putWingVolatility: levels.volatility.put25,
    callWingVolatility: levels.volatility.call25,
    atmStrike: atTheMoney?.strike ?? null,
    callTheta: atTheMoney?.call?.thetaDollarsPerMinute ?? null,
    callThetaPercent: atTheMoney?.call?.thetaPercentPerMinute ?? null,
    callSpreadPercent: atTheMoney?.call?.spreadPercent ?? null,
    callMarket: marketOf(atTheMoney?.call),
    putTheta: atTheMoney?.put?.thetaDollarsPerMinute ?? null,
    putThetaPercent: atTheMoney?.put?.thetaPercentPerMinute ?? null,
    putSpreadPercent: atTheMoney?.put?.spreadPercent ?? null,
    putMarket: marketOf(atTheMoney?.put),
    contracts: counts.contracts,
    vendorGreeks: counts.vendor,
    modelGreeks: counts.model,
    refusedGreeks: counts.refused,
    modelVersion: levels.modelVersion,
    spotAt: levels.spotAt,
    quotedAt: levels.quotedAt,
    oiGammaFlips: oi?.gammaFlips ?? null,
    volumeGammaFlips: volume?.gammaFlips ?? null,
    oldQuotes: counts.old,
    crossedQuotes: counts.crossed,
    oneSidedQuotes: counts.oneSided,
    extendedWings: counts.extended,
    droppedVendor: counts.dropped,
    straddleSpread: expectedMove.straddleSpread,
    forward: levels.pricedWith?.forward ?? null,
    rate: levels.pricedWith?.rate ?? null,
    dividends: levels.pricedWith?.dividends ?? null,
    dayVolatility: levels.volatility.day,
    oneSigmaUsed: expectedMove.oneSigmaUsed,
    exercise: levels.pricedWith && recordedWord(levels.pricedWith.exercise),
    openingOneSigma: expectedMove.opening?.oneSigma ?? null,
  };
}

export function toLevels(row: LevelsRow): RecordedLevels {
  const { timestamp, regularClose, optionClose } = row;
  const { putWingVolatility: put25, callWingVolatility: call25 } = row;
  const hasCloses = regularClose !== null && optionClose !== null;
  const closes = hasCloses ? { regular: regularClose, option: optionClose } : null;
  return {
    underlying: row.underlying,
    expiration: row.expirationDate,
    timestamp,
    spot: row.spot,
    spotSource: row.spotSource,
    spotAt: row.spotAt,
    quotedAt: row.quotedAt,
    modelVersion: row.modelVersion,
    tier: row.tier,
    source: row.source,
    ...expiryClocks(closes, timestamp, row.quotedAt ?? timestamp),
    byOpenInterest: exposureOf(row, 'oi'),
    byVolume: exposureOf(row, 'volume'),
    maxPain: row.maxPain,
    putCallRatio: { volume: row.putCallVolume, openInterest: row.putCallOi },
    expectedMove: {
      straddle: row.straddle,
      straddleSpread: row.straddleSpread,
      oneSigma: row.oneSigma,
      opening: openingOf(row),
      used: row.moveUsed,
      oneSigmaUsed: row.oneSigmaUsed,
    },
    volatility: {
      atTheMoney: row.atmVolatility,
      day: row.dayVolatility,
      put25,
      call25,
      skew: put25 !== null && call25 !== null ? put25 - call25 : null,
    },
    pricedWith: pricedWithOf(row),
    atTheMoney:
      row.atmStrike === null
        ? null
        : { strike: row.atmStrike, call: sideOf(row, 'call'), put: sideOf(row, 'put') },
    counts: {
      contracts: row.contracts,
      vendor: row.vendorGreeks,
      model: row.modelGreeks,
      refused: row.refusedGreeks,
      old: row.oldQuotes,
      crossed: row.crossedQuotes,
      oneSided: row.oneSidedQuotes,
      extended: row.extendedWings,
      dropped: row.droppedVendor,
    },
    assumptions: {
      dealerSign: row.dealerSign,
      openInterest: 'previous day',
      timeConvention: timeConvention(closes),
    },
  };
}

/** Rows from before the column of the opening's one-sigma move tell it by what is used of it. */
function openingOf(row: LevelsRow): OpeningMove | null {
  const { openingStraddle: straddle, openingSpot: reference, openingAt: since } = row;
  if (straddle === null || reference === null || since === null) return null;
  return {
    straddle,
    oneSigma: row.openingOneSigma ?? oneSigmaByUse(row, { reference, since }),
    reference,
    since,
  };
}

function oneSigmaByUse(
  { spot, oneSigma, oneSigmaUsed, quotedAt, timestamp }: LevelsRow,
  { reference, since }: Pick<OpeningMove, 'reference' | 'since'>,
): number | null {
  if (oneSigmaUsed === null || spot === null) return null;
  if (oneSigmaUsed > 0) return wholeMoveOf(Math.abs(spot - reference), oneSigmaUsed);
  // The poll that measured it holds it as its own. At any later poll at the same price it cannot be told.
  const isMeasured = since >= (quotedAt ?? timestamp);
  return isMeasured && oneSigma !== null ? wholeMoveOf(oneSigma, 1) : null;
}

function pricedWithOf({ forward, rate, dividends, exercise }: LevelsRow): PricedWith | null {
  if (forward === null || rate === null || dividends === null || exercise === null) return null;
  return { forward, rate, dividends, exercise };
}

/** `null` where nothing was known: any exposure at all has a strike with most of it. */
function exposureOf(row: LevelsRow, weight: 'oi' | 'volume'): ExposureLevels | null {
  const absoluteGammaStrike = row[`${weight}GammaStrike`];
  if (absoluteGammaStrike === null) return null;
  return {
    gamma: {
      call: row[`${weight}GammaCall`],
      put: row[`${weight}GammaPut`],
      net: row[`${weight}GammaNet`],
    },
    delta: row[`${weight}Delta`],
    vega: row[`${weight}Vega`],
    callWall: row[`${weight}CallWall`],
    putWall: row[`${weight}PutWall`],
    absoluteGammaStrike,
    gammaFlip: row[`${weight}GammaFlip`],
    gammaFlips: row[`${weight}GammaFlips`],
  };
}

/** Every listed contract has a market of some shape, `none` included. */
function sideOf(row: LevelsRow, side: 'call' | 'put'): AtTheMoneySide | null {
  const market = row[`${side}Market`];
  if (market === null) return null;
  return {
    thetaDollarsPerMinute: row[`${side}Theta`],
    thetaPercentPerMinute: row[`${side}ThetaPercent`],
    spreadPercent: row[`${side}SpreadPercent`],
    market,
  };
}
