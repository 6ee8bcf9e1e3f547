import * as z from 'zod';
import { type RebuildState, type RebuildStep, rebuildStages } from '../../rebuild.ts';
import { oneOf } from '../enum-values.ts';
import { isTrue, maybe, maybeText, number, source, text, tier } from '../primitive-shapes.ts';

export const rebuildStepShape: z.ZodType<RebuildStep> = z.object({
  day: z.object({
    underlying: text,
    date: text,
    expiration: text,
    strikesPercent: maybe,
    source,
    tier,
    startedAt: number,
    listedAt: maybe,
    modelledUntil: maybe,
    finishedAt: maybe,
    notes: z.array(text),
    contracts: number,
    asked: number,
    minutes: number,
  }),
  stage: oneOf(rebuildStages),
  callsLeft: maybe,
  expectedMs: maybe,
  computed: number,
  isWaiting: isTrue,
  isStuck: isTrue,
});

export const rebuildStateShape: z.ZodType<RebuildState> = z.object({
  step: rebuildStepShape.nullable(),
  problem: maybeText,
});

export const removedRebuiltShape = z.object({
  days: number,
  contracts: number,
  minutes: number,
  levels: number,
});
