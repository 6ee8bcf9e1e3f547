/**
 * The vendor's fields, as they arrive: anything may be absent, `null`, 0 for "none", or of another type than documented.
 * A row whose value contradicts its name is refused whole, for nothing else in it can be trusted then.
 */
import * as z from 'zod';
import { toEpochMs } from './vendor-time.ts';

const largestPrice = 10_000_000;

/** A vendor's clock a little ahead is normal; further ahead its time is not believed. */
export const believableAheadMs = 60_000;

/** A price: `null` when absent or 0 (the vendor's "none"); negative, absurd or not a number refuses the row. */
export const price = z
  .number()
  .min(0, 'a price below zero')
  .max(largestPrice, 'a price beyond belief')
  .nullish()
  .transform((value) => (value === undefined || value === null || value === 0 ? null : value));

/** A count: `null` when absent; 0 is a real count. */
export const count = z
  .number()
  .min(0, 'a count below zero')
  .max(1e13, 'a count beyond belief')
  .nullish()
  .transform((value) => value ?? null);

/** A number without bounds of its own. */
export const anyNumber = z
  .number()
  .nullish()
  .transform((value) => value ?? null);

/** A time in nanoseconds, microseconds, milliseconds or seconds: see `toEpochMs`. */
export const time = z
  .number()
  .nullish()
  .transform((value) => (value === undefined || value === null ? null : toEpochMs(value)));

/** An object that may be absent, `null` or empty. */
export const part = <T extends z.ZodRawShape>(shape: T) =>
  z
    .looseObject(shape)
    .nullish()
    .transform((value) => value ?? null);

/** Why a row was refused, in one phrase that can be counted. */
export function refusal(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue ? `${issue.path.join('.') || 'row'}: ${issue.message}` : 'row of an unknown shape';
}

/** Rows that parsed, and the reasons of those that did not. */
export interface ParsedRows<T> {
  rows: T[];
  refusals: string[];
}

/** A parsed row, or why there is none. */
export type RowOutcome<T> = { value: T; refused: null } | { refused: string };

/** Parses each row for itself, so that one bad row costs no other. `null` leaves a row out without counting it. */
export function parseRows<T>(
  rows: readonly unknown[],
  parse: (row: unknown) => RowOutcome<T> | null,
): ParsedRows<T> {
  const parsed: ParsedRows<T> = { rows: [], refusals: [] };
  for (const row of rows) {
    const result = parse(row);
    if (result === null) continue;
    if (result.refused === null) parsed.rows.push(result.value);
    else parsed.refusals.push(result.refused);
  }
  return parsed;
}
