/**
 * The vendor's fields, as they arrive: anything may be absent, `null`, 0 for "none", or of another type than documented.
 * A row whose value contradicts its name is rejected whole, for nothing else in it can be trusted then.
 */
import * as z from 'zod';
import { toEpochMs } from './vendor-time.ts';

/** What a column of DECIMAL(10,4) holds, which is also what stocks and options trade at. */
const smallestPrice = 0.0001;
const largestPrice = 999_999.9999;

/** A vendor's clock a little ahead is normal; further ahead its time is not believed. */
export const believableAheadMs = 60_000;

/** A put's delta of −0 is 0: nothing but a sign bit would distinguish them, in the database and on screen. */
function withoutNegativeZero(value: number | null | undefined): number | null {
  return value == null ? null : value + 0;
}

const inRange = z
  .number()
  .min(0, 'a price below zero')
  .max(largestPrice, 'a price of a million or more')
  .refine((value) => value === 0 || value >= smallestPrice, 'a price below a hundredth of a cent');

const orNone = (value: number | null | undefined) => (value === undefined || value === 0 ? null : value);

/**
 * A price: `null` when absent or 0 (the vendor's "none"); a price that no market has, or none at all, rejects the row.
 * It may have any number of decimals: averages and prices adjusted for a split are quotients.
 */
export const price = inRange.nullish().transform((value) => orNone(value) ?? null);

/** A price that somebody bids or asks, in hundredths of a cent at the finest. */
export const quotedPrice = inRange
  .refine((value) => !hasTooManyDecimals(value), 'a price of more than four decimals')
  .nullish()
  .transform((value) => orNone(value) ?? null);

/** Whether a price is finer than a hundredth of a cent; the dust of binary fractions is not. */
export function hasTooManyDecimals(value: number): boolean {
  const hundredths = value * 10_000;
  return Math.abs(hundredths - Math.round(hundredths)) > 0.001;
}

/** A count: `null` when absent; 0 is a real count. */
export const count = z
  .number()
  .min(0, 'a count below zero')
  .max(1e13, 'a count beyond belief')
  .nullish()
  .transform(withoutNegativeZero);

/** A number without bounds of its own. */
export const anyNumber = z.number().nullish().transform(withoutNegativeZero);

/** A time in nanoseconds, microseconds, milliseconds or seconds: see `toEpochMs`. */
export const time = z
  .number()
  .nullish()
  .transform((value) => (value === undefined || value === null ? null : toEpochMs(value)));

/** A number that stands for an exchange or a condition. */
export const code = z.number().int().min(0).max(99_999);

/** What a trade's conditions are, by number; none where there are none. */
export const conditions = z
  .array(code.nullable())
  .nullish()
  .transform((value) => (value ?? []).filter((id) => id !== null));

/** An object that may be absent, `null` or empty. */
export const part = <T extends z.ZodRawShape>(shape: T) =>
  z
    .looseObject(shape)
    .nullish()
    .transform((value) => value ?? null);

/** Why a row was rejected, in one phrase that can be counted. */
export function problemOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue ? `${issue.path.join('.') || 'row'}: ${issue.message}` : 'row of an unknown shape';
}

/** Rows that parsed, and the reasons of those that did not. */
export interface ParsedRows<T> {
  rows: T[];
  rejections: string[];
}

/** A parsed row, or why there is none. */
export type RowOutcome<T> = { value: T; rejected: null } | { rejected: string };

/** Parses each row for itself, so that one bad row costs no other. `null` leaves a row out without counting it. */
export function parseRows<T>(
  rows: readonly unknown[],
  parse: (row: unknown) => RowOutcome<T> | null,
): ParsedRows<T> {
  const parsed: ParsedRows<T> = { rows: [], rejections: [] };
  for (const row of rows) {
    const result = parse(row);
    if (result === null) continue;
    if (result.rejected === null) parsed.rows.push(result.value);
    else parsed.rejections.push(result.rejected);
  }
  return parsed;
}
