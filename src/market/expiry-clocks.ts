import { yearsToExpiry } from './years-to-expiry.ts';

/** Time left as of an instant, given when the stock and its options close in the session of the expiration. */
export interface ExpiryClocks {
  /** Epoch ms; `null` if the expiration has no session. */
  closes: { regular: number; option: number } | null;
  /** Of calendar time to the option close; `null` once it has passed. */
  yearsToExpiry: number | null;
  minutesToOptionClose: number | null;
  minutesToRegularClose: number | null;
}

export function expiryClocks(closes: ExpiryClocks['closes'], at: number): ExpiryClocks {
  const minutesUntil = (close: number | undefined) =>
    close !== undefined && close > at ? (close - at) / 60_000 : null;
  return {
    closes,
    yearsToExpiry: closes && yearsToExpiry(at, closes.option),
    minutesToOptionClose: minutesUntil(closes?.option),
    minutesToRegularClose: minutesUntil(closes?.regular),
  };
}
