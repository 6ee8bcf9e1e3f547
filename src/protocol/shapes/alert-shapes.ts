/** The shapes of alert rules and their state; see `shapes.ts`. */
import * as z from 'zod';
import { alertComparisons } from '../../market/alerts/alert-rule.ts';
import { alertMeasures } from '../../market/alerts/alert-measures.ts';
import type { AlertsReport, AlertsSummary, RuleState } from '../alerts.ts';
import { alertShape } from './levels-shapes.ts';
import { oneOf } from './enum-values.ts';

const maybe = z.number().nullable();

export const ruleStateShape: z.ZodType<RuleState> = z.object({
  text: z.string(),
  symbol: z.string().nullable(),
  measure: oneOf(alertMeasures),
  comparison: oneOf(alertComparisons),
  threshold: z.number(),
  isMet: z.boolean().nullable(),
  since: maybe,
  isArmed: z.boolean(),
  value: maybe,
  valueAt: maybe,
  lastFiredAt: maybe,
  idle: z.string().nullable(),
});

export const alertsReportShape: z.ZodType<AlertsReport> = z.object({
  rules: z.array(ruleStateShape),
  recent: z.array(alertShape),
});

export const alertsSummaryShape: z.ZodType<AlertsSummary> = z.object({
  rules: z.number(),
  met: z.number(),
  idle: z.number(),
  lastAt: maybe,
});
