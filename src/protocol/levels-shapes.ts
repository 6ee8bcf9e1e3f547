/** The shapes of levels, alerts and their history; see `shapes.ts`. */
import * as z from 'zod';
import { dealerSigns } from '../market/dealer-sign.ts';
import {
  type Alert,
  type AtTheMoneySide,
  alertKinds,
  type ChainMetrics,
  type ExposureLevels,
  type Levels,
  type StrikeBar,
} from './levels.ts';
import type { LevelsPoint } from './levels-history.ts';

const text = z.string();
const number = z.number();
const maybe = z.number().nullable();
const source = z.enum(['polygon', 'simulator']);

const exposureShape: z.ZodType<ExposureLevels> = z.object({
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
  market: z.enum(['two-sided', 'crossed', 'one-sided', 'none']),
});

const openingShape = z.object({ straddle: number, reference: number, since: number });

const metrics = z.object({
  underlying: text,
  expiration: text,
  timestamp: number,
  spot: maybe,
  spotSource: z.enum(['chain', 'quote', 'parity']).nullable(),
  spotAt: maybe,
  quotedAt: maybe,
  modelVersion: number,
  tier: z.enum(['real-time', 'delayed', 'end-of-day', 'unknown']),
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
    oneSigma: maybe,
    opening: openingShape.nullable(),
    used: maybe,
  }),
  volatility: z.object({ atTheMoney: maybe, put25: maybe, call25: maybe, skew: maybe }),
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
    dealerSign: z.enum(dealerSigns),
    openInterest: z.literal('previous day'),
    timeConvention: z.literal('calendar minutes to the option close'),
  }),
});

export const metricsShape: z.ZodType<ChainMetrics> = metrics;

const bars: z.ZodType<StrikeBar[]> = z.array(z.object({ strike: number, call: maybe, put: maybe }));

export const levelsShape: z.ZodType<Levels> = metrics.extend({
  profile: z
    .object({
      byOpenInterest: bars,
      byVolume: bars,
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
  kind: z.enum(alertKinds),
  symbol: text,
  message: text,
  direction: z.enum(['up', 'down']),
  value: number,
  valueAt: maybe,
  level: number,
  source,
  rule: text.optional(),
});
