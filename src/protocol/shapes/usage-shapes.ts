import * as z from 'zod';
import type { ApiCall } from '../../recordings/usage.ts';
import { maybe, maybeText, number, text } from './primitive-shapes.ts';
import type { PlannedPoll } from '../recorded.ts';
import type { Usage } from '../state.ts';

const apiCallShape: z.ZodType<ApiCall> = z.object({
  endpoint: text,
  method: text,
  statusCode: maybe,
  responseTimeMs: maybe,
  error: maybeText,
  timestamp: number,
});

export const budgetShape = z.object({
  callsPerMinute: number,
  used: number,
  reserve: number,
  nextFreeAt: maybe,
});

export const rejectedRowsShape = z.object({
  count: number,
  reasons: z.array(z.object({ reason: text, count: number })),
});

const plannedPollShape: z.ZodType<PlannedPoll> = z.object({
  job: text,
  symbol: text,
  wantedMs: number,
  intervalMs: maybe,
  calls: number,
  reason: maybeText,
});

export const usageShape: z.ZodType<Usage> = z.object({
  budget: budgetShape,
  calls: number,
  errors: number,
  p50Ms: maybe,
  p95Ms: maybe,
  callsPerMinute: z.array(number),
  errorsPerMinute: z.array(number),
  medianMsPerMinute: z.array(maybe),
  endpoints: z.array(z.object({ endpoint: text, calls: number, errors: number, p50Ms: maybe, p95Ms: maybe })),
  lastCalls: z.array(apiCallShape),
  cache: z.object({ entries: number, hits: number, misses: number }),
  rejectedRows: rejectedRowsShape,
  errorsByKind: z.array(z.object({ kind: text, count: number })),
  lastSuccessAt: maybe,
  callsToday: number,
  projectedCalls: maybe,
  allowedCalls: maybe,
  plan: z.array(plannedPollShape).optional(),
});
