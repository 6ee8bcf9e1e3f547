import * as z from 'zod';
import type { Missed } from '../missed.ts';
import { alertShape } from './levels-shapes.ts';
import { maybe, number, text } from './primitive-shapes.ts';

export const missedShape: z.ZodType<Missed> = z.object({
  since: number,
  until: number,
  alerts: z.array(alertShape),
  alertCount: number,
  sessions: number,
  sessionMs: number,
  ratio: maybe,
  missing: z.object({ gaps: number, ms: number, reasons: z.array(text) }),
  jobs: z.array(z.object({ symbol: text, job: text, dueMs: number, missingMs: number })),
  gaps: z.array(z.object({ symbol: text, job: text, from: number, to: maybe, reason: text })),
  gapCount: number,
});
