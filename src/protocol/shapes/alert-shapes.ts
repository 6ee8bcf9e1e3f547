/** The shapes of alert rules and their state; see `shapes.ts`. */
import * as z from 'zod';
import { alertComparisons } from '../../market/alerts/alert-rule.ts';
import { alertLevels } from '../../market/alerts/alert-levels.ts';
import { alertChannels } from '../../market/alerts/alert-channels.ts';
import { alertMeasures } from '../../market/alerts/alert-measures.ts';
import {
  type AddedOutcome,
  type AlertsReport,
  type AlertsSummary,
  type ChannelState,
  type ChannelTest,
  type RemovedRule,
  ruleOrigins,
  type RuleState,
} from '../alerts.ts';
import { alertShape } from './levels-shapes.ts';
import { oneOf } from './enum-values.ts';

const maybe = z.number().nullable();

export const ruleStateShape: z.ZodType<RuleState> = z.object({
  text: z.string(),
  symbol: z.string().nullable(),
  measure: oneOf(alertMeasures),
  comparison: oneOf(alertComparisons),
  threshold: z.number(),
  level: oneOf(alertLevels).optional(),
  expiration: z.string().optional(),
  isMet: z.boolean().nullable(),
  since: maybe,
  isArmed: z.boolean(),
  value: maybe,
  valueAt: maybe,
  lastFiredAt: maybe,
  idle: z.string().nullable(),
  origin: oneOf(ruleOrigins).optional(),
  id: z.number().optional(),
});

export const addedOutcomeShape: z.ZodType<AddedOutcome> = z.object({
  rule: ruleStateShape,
  isNew: z.boolean(),
});

export const removedRuleShape: z.ZodType<RemovedRule> = z.object({
  text: z.string(),
  isInSettings: z.boolean(),
});

export const channelStateShape: z.ZodType<ChannelState> = z.object({
  channel: oneOf(alertChannels),
  waiting: z.number(),
  nextAttemptAt: maybe,
  problem: z.string().nullable(),
  deliveredAt: maybe,
  givenUp: z.number(),
});

export const channelTestShape: z.ZodType<ChannelTest> = z.object({
  channel: oneOf(alertChannels),
  isOk: z.boolean(),
  message: z.string(),
});

export const alertsReportShape: z.ZodType<AlertsReport> = z.object({
  rules: z.array(ruleStateShape),
  recent: z.array(alertShape),
  channels: z.array(channelStateShape).optional(),
});

export const alertsSummaryShape: z.ZodType<AlertsSummary> = z.object({
  rules: z.number(),
  met: z.number(),
  idle: z.number(),
  lastAt: maybe,
});
