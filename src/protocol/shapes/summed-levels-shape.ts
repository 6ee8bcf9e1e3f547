import * as z from 'zod';
import { dealerSigns } from '../../market/levels/dealer-sign.ts';
import { leftOutReasons, type SummedLevels } from '../../market/levels/sum-levels.ts';
import { spotSources } from '../../market/quotes/chain.ts';
import { sources, tiers } from '../../market/quotes/quote.ts';
import { oneOf, oneOfOrNull } from './enum-values.ts';
import { exposureShape, strikeBarsShape } from './levels-shapes.ts';

const text = z.string();
const number = z.number();
const maybe = z.number().nullable();

export const summedLevelsShape: z.ZodType<SummedLevels> = z.object({
  underlying: text,
  expirations: z.array(
    z.object({ expiration: text, timestamp: number, quotedAt: number, spot: number, contracts: number }),
  ),
  leftOut: z.array(
    z.object({ expiration: text, reason: oneOf(leftOutReasons), quotedAt: maybe, behindMs: maybe }),
  ),
  spot: maybe,
  spotSource: oneOfOrNull(spotSources),
  spotAt: maybe,
  quotedAt: maybe,
  timestamp: maybe,
  tier: oneOf(tiers).nullable(),
  source: oneOf(sources).nullable(),
  modelVersion: number,
  byOpenInterest: exposureShape.nullable(),
  byVolume: exposureShape.nullable(),
  putCallRatio: z.object({ volume: maybe, openInterest: maybe }),
  assumptions: z.object({ dealerSign: oneOf(dealerSigns), openInterest: text }),
  profile: z.object({ byOpenInterest: strikeBarsShape, byVolume: strikeBarsShape }),
});
