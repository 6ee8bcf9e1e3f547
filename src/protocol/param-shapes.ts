import * as z from 'zod';
import { dateProblem, firstInstant, lastInstant } from '../market/calendar/instants.ts';
import { underlyingPattern } from '../market/symbols/ticker.ts';

/** Of New York; one that exists. */
export const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a date like 2026-11-27')
  .refine((text) => dateProblem(text) === null, 'expected a date like 2026-11-27');

/** Epoch ms that the trading calendar can be asked about. */
export const instant = z.number().int().min(firstInstant).max(lastInstant);

/** Of a stock or an index. */
export const symbol = z.string().regex(underlyingPattern, 'expected a symbol like SPY or I:SPX');
