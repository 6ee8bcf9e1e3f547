/** The shapes of levels, alerts and their history; see `shapes.ts`. */
import * as z from 'zod';
import { type Alert, alertDirections, alertKinds } from '../../market/alerts/alert.ts';
import { spotSources } from '../../market/quotes/chain.ts';
import { dealerSigns } from '../../market/levels/dealer-sign.ts';
import type {
  AtTheMoneySide,
  RecordedLevels,
  ExposureLevels,
  Levels,
  StrikeBar,
} from '../../market/levels/levels.ts';
import type { LevelsPoint } from '../../market/levels/levels-history.ts';
import { exerciseStyles } from '../../market/pricing/exercise-style.ts';
import { sources, tiers } from '../../market/quotes/quote.ts';
import { marketShapes } from '../../market/quotes/spread.ts';
import { flag, oneOf, oneOfOrNull } from './enum-values.ts';

const text = z.string();
const number = z.number();
const maybe = z.number().nullable();
const source = oneOf(sources);

export const exposureShape: z.ZodType<ExposureLevels> = z.object({
  gamma: z.object({ call: maybe, put: maybe, net: maybe }),
  delta: maybe,
  vega: maybe,
  callWall: maybe,
  putWall: maybe,
  absoluteGammaStrike: maybe,
  gammaFlip: maybe,
  gammaFlips: maybe,
});

const sideShape: z.ZodType<AtTheMoneySide> = z.object({
  thetaDollarsPerMinute: maybe,
  thetaPercentPerMinute: maybe,
  spreadPercent: maybe,
  market: oneOf(marketShapes),
});

const openingShape = z.object({ straddle: number, oneSigma: maybe, reference: number, since: number });

const levels = z.object({
  underlying: text,
  expiration: text,
  timestamp: number,
  isRebuilt: flag,
  spot: maybe,
  spotSource: oneOfOrNull(spotSources),
  spotAt: maybe,
  quotedAt: maybe,
  modelVersion: number,
  tier: oneOf(tiers),
  source,
  closes: z.object({ regular: number, option: number }).nullable(),
  yearsToExpiry: maybe,
  minutesToOptionClose: maybe,
  minutesToRegularClose: maybe,
  byOpenInterest: exposureShape.nullable(),
  byVolume: exposureShape.nullable(),
  maxPain: maybe,
  putCallRatio: z.object({ volume: maybe, openInterest: maybe }),
  expectedMove: z.object({
    straddle: maybe,
    straddleSpread: maybe,
    oneSigma: maybe,
    opening: openingShape.nullable(),
    used: maybe,
    oneSigmaUsed: maybe,
  }),
  volatility: z.object({ atTheMoney: maybe, day: maybe, put25: maybe, call25: maybe, skew: maybe }),
  pricedWith: z
    .object({ forward: number, rate: number, dividends: number, exercise: oneOf(exerciseStyles) })
    .nullable(),
  atTheMoney: z.object({ strike: number, call: sideShape.nullable(), put: sideShape.nullable() }).nullable(),
  counts: z.object({
    contracts: number,
    vendor: number,
    model: number,
    refused: number,
    old: maybe,
    crossed: maybe,
    oneSided: maybe,
    extended: maybe,
    dropped: maybe,
  }),
  assumptions: z.object({
    dealerSign: oneOf(dealerSigns),
    openInterest: text,
    timeConvention: text,
  }),
});

export const recordedLevelsShape: z.ZodType<RecordedLevels> = levels;

export const strikeBarsShape: z.ZodType<StrikeBar[]> = z.array(
  z.object({ strike: number, call: maybe, put: maybe }),
);

export const levelsShape: z.ZodType<Levels> = levels.extend({
  profile: z
    .object({
      modelVersion: number,
      byOpenInterest: strikeBarsShape,
      byVolume: strikeBarsShape,
      smile: z.array(z.object({ strike: number, volatility: number })),
    })
    .nullable(),
});

export const levelsPointShape: z.ZodType<LevelsPoint> = z.object({
  at: number,
  expiration: text,
  modelVersion: number,
  spot: maybe,
  netGamma: maybe,
  netGammaByVolume: maybe,
  gammaFlip: maybe,
  gammaFlipByVolume: maybe,
  callWall: maybe,
  callWallByVolume: maybe,
  putWall: maybe,
  putWallByVolume: maybe,
  maxPain: maybe,
  straddle: maybe,
  opening: openingShape.nullable(),
  moveUsed: maybe,
  volatility: maybe,
  skew: maybe,
  putCallRatio: maybe,
});

export const alertShape: z.ZodType<Alert> = z.object({
  at: number,
  kind: oneOf(alertKinds),
  symbol: text,
  message: text,
  direction: oneOf(alertDirections),
  value: number,
  valueAt: maybe,
  level: number,
  source,
  rule: text.optional(),
});
