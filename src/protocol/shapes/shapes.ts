import * as z from 'zod';
import { timeframes } from '../../market/quotes/bar.ts';
import {
  addedOutcomeShape,
  alertsReportShape,
  channelStateShape,
  channelTestShape,
  removedRuleShape,
  ruleStateShape,
} from './alert-shapes.ts';
import {
  archiveOutcomeShape,
  archiveOutcomesShape,
  archiveReportShape,
  archiveStateShape,
} from './past/archive-shapes.ts';
import { exportChunkShape, openedExportShape } from './export-shapes.ts';
import { deskShape } from '../desk/desk-shapes.ts';
import { oneOf, rowsOf } from './enum-values.ts';
import type { EventName, EventPayloads, Snapshot } from '../events.ts';
import { lastTradeShapeOf } from './last-trade-shapes.ts';
import { alertShape, levelsPointShape, levelsShape, recordedLevelsShape } from './levels-shapes.ts';
import { pruneShape } from './prune-shape.ts';
import { summedLevelsShape } from './summed-levels-shape.ts';
import { barShape, chainShape, optionQuoteShape, priceLineShape, quoteShape } from './market-shapes.ts';
import type { MethodName, MethodResults } from '../methods.ts';
import { missedShape } from './missed-shape.ts';
import { playbackSessionShape, playbackShape, recordedDayShape } from './playback-shapes.ts';
import { rebuildStateShape, rebuildStepShape, removedRebuiltShape } from './past/rebuild-shapes.ts';
import { isTrue, maybe, maybeText, number, text } from './primitive-shapes.ts';
import {
  coverageShape,
  healthShape,
  optionsEndShape,
  helloShape,
  jobShape,
  phaseShape,
  statusShape,
  subscriptionShape,
} from './state-shapes.ts';
import { checkStates } from '../doctor-check.ts';
import { usageShape } from './usage-shapes.ts';

const snapshotShape: z.ZodType<Snapshot> = z.object({
  quote: quoteShape.nullable(),
  chain: chainShape.nullable(),
  priceLine: priceLineShape.nullable(),
  usage: usageShape.nullable(),
  phase: phaseShape,
  health: healthShape,
  jobs: z.array(jobShape),
  coverage: z.array(coverageShape),
  levels: levelsShape.nullable(),
  levelsHistory: z.array(levelsPointShape),
  alerts: alertsReportShape,
  subscription: subscriptionShape,
  watch: z.array(z.object({ symbol: text, quote: quoteShape.nullable() })),
  recorded: z
    .array(
      z.object({
        symbol: text,
        quote: quoteShape.nullable(),
        levels: recordedLevelsShape.nullable(),
        expirations: z.array(text),
        optionsEnd: optionsEndShape.optional(),
      }),
    )
    .optional(),
  archive: archiveStateShape.optional(),
  rebuild: rebuildStateShape.optional(),
  playback: playbackShape.optional(),
  seq: number,
});

export const eventShapes: { [E in EventName]: z.ZodType<EventPayloads[E]> } = {
  quote: quoteShape,
  chain: chainShape,
  'price-line': priceLineShape,
  usage: usageShape,
  phase: phaseShape,
  health: healthShape,
  job: z.array(jobShape),
  gap: z.array(coverageShape),
  prune: pruneShape,
  levels: levelsShape,
  'levels-history': z.object({ symbol: text, points: z.array(levelsPointShape) }),
  alert: alertShape,
  rules: z.array(ruleStateShape),
  'alert-channels': z.array(channelStateShape),
  expirations: z.object({ symbol: text, dates: z.array(text) }),
  'recorded-levels': z.object({
    symbol: text,
    levels: recordedLevelsShape,
    expirations: z.array(text).optional(),
  }),
  playback: playbackShape,
  archive: archiveStateShape,
  rebuild: rebuildStateShape,
  desk: deskShape,
};

export const resultShapes: { [M in MethodName]: z.ZodType<MethodResults[M]> } = {
  hello: helloShape,
  subscribe: snapshotShape,
  'playback.days': z.array(recordedDayShape),
  'playback.session': playbackSessionShape.nullable(),
  'playback.find': z.object({ at: maybe, searchedTo: number }),
  'missed.get': missedShape,
  status: statusShape,
  'quote.get': quoteShape.nullable(),
  'chain.get': chainShape.nullable(),
  'levels.get': levelsShape.nullable(),
  'levels.sum': summedLevelsShape.nullable(),
  'levels.history': z.array(recordedLevelsShape),
  'levels.recomputed': z.object({ levels: recordedLevelsShape, recomputedAt: number }).nullable(),
  'levels.recompute': z.object({
    ...{ polls: number, done: number, stored: number, missing: number, modelVersion: number },
    refused: z.array(text),
    nextFrom: maybe,
  }),
  'bars.get': rowsOf(barShape, 'timeframe', timeframes),
  'last-trade.get': lastTradeShapeOf(optionQuoteShape),
  'usage.get': usageShape,
  'alerts.get': alertsReportShape,
  'alerts.test': z.array(channelTestShape),
  'alerts.add': addedOutcomeShape,
  'alerts.remove': removedRuleShape,
  backfill: z.object({
    asked: z.object({ from: text, to: text }).nullable(),
    stored: number,
    sessions: number,
    sessionsLeft: number,
    nextFrom: maybeText,
    callsLeft: number,
    nextFreeAt: maybe,
    note: maybeText,
  }),
  refresh: z.array(z.object({ job: text, isOk: isTrue, message: text })),
  prune: pruneShape,
  rebuild: rebuildStepShape,
  'rebuild.remove': removedRebuiltShape,
  backup: z.object({ path: text, bytes: number }),
  'archive.import': archiveOutcomeShape,
  'archive.forget': archiveOutcomeShape,
  'archive.list': archiveReportShape,
  'archive.verify': archiveOutcomesShape,
  'archive.now': archiveOutcomesShape,
  'export.open': openedExportShape,
  'export.read': exportChunkShape,
  doctor: z.array(
    z.object({
      check: text,
      state: oneOf(checkStates),
      message: text,
      hint: maybeText,
    }),
  ),
  shutdown: z.object({ isClosing: isTrue }),
};
