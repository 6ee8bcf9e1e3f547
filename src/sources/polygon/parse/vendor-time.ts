import { isInstant } from '../../../market/calendar/instants.ts';

/** Milliseconds in one of the vendor's units: nanoseconds, microseconds, milliseconds, seconds. */
const units = [1e-6, 1e-3, 1, 1e3];

/** Doubles of this size lie up to 0.0005 ms apart: a whole millisecond in another unit may come out so much too small. */
const roundingMs = 0.0005;

/**
 * Epoch milliseconds of a vendor's time. Fields are documented in nanoseconds or milliseconds and have been served the
 * other way round, so the size decides: the units lie a factor of 1,000 apart. `null` when no unit makes it a moment
 * of the range of `instants.ts`. A time within a rounding error of a whole millisecond is that millisecond: cut off, it would be
 * the one before.
 */
export function toEpochMs(value: number): number | null {
  for (const unit of units) {
    const exact = unit < 1 ? value / (1 / unit) : value * unit;
    const nearest = Math.round(exact);
    const ms = Math.abs(exact - nearest) <= roundingMs ? nearest : Math.floor(exact);
    if (isInstant(ms)) return ms;
  }
  return null;
}

const nanoseconds = /:\s?([1-3]\d{12})\d{6}(?=[\s,}\]])/g;
const timeName = /(?:"[tyf]|updated|timestamp)"$/;
/** Longer than the longest ending of a name, with its quotation marks. */
const nameEnd = 12;

/**
 * A body of JSON whose times in nanoseconds are milliseconds. Nanoseconds lie beyond 2^53: read as numbers they are off
 * by up to 128, and the last ones of a millisecond would belong to the next.
 */
export function withMilliseconds(body: string): string {
  return body.replace(nanoseconds, (digits: string, ms: string, at: number) =>
    timeName.test(body.slice(Math.max(0, at - nameEnd), at)) ? `:${ms}` : digits,
  );
}
