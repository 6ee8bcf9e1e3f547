import { formatNewYorkTime } from '../calendar/new-york-time.ts';
import { yearsToExpiry } from './years-to-expiry.ts';

/** Time left, given when the stock and its options close in the session of the expiration. */
export interface ExpiryClocks {
  /** Epoch ms; `null` if the expiration has no session. */
  closes: { regular: number; option: number } | null;
  /**
   * What the contracts are priced with: calendar time from their quotes to the option close. `null` once the close has
   * passed.
   */
  yearsToExpiry: number | null;
  /** From the poll on. */
  minutesToOptionClose: number | null;
  minutesToRegularClose: number | null;
}

/** Clocks of a poll `at` an instant, whose values are those of `pricedAt`. */
export function expiryClocks(closes: ExpiryClocks['closes'], at: number, pricedAt: number): ExpiryClocks {
  const minutesUntil = (close: number | undefined) =>
    close !== undefined && close > at ? (close - at) / 60_000 : null;
  return {
    closes,
    yearsToExpiry: closes && closes.option > at ? yearsToExpiry(pricedAt, closes.option) : null,
    minutesToOptionClose: minutesUntil(closes?.option),
    minutesToRegularClose: minutesUntil(closes?.regular),
  };
}

/** What time to expiry counts, for people: `calendar minutes to 16:15`. */
export function timeConvention(closes: ExpiryClocks['closes']): string {
  return `calendar minutes to ${closes ? formatNewYorkTime(closes.option) : 'the option close'}`;
}
