import type { Calendar } from '../calendar/calendar.ts';
import type { Dividend } from '../carry/dividend.ts';

/** What the model takes for granted next to a chain's own quotes. */
export interface PricingAssumptions {
  /** Says when options end, and when a dividend is gone. */
  calendar: Calendar;
  /** The risk-free rate, continuously compounded and annual, as a fraction; `null`: the table's of the date. */
  rate: number | null;
  /** Dividends that the table does not have, or has otherwise. */
  dividends: readonly Dividend[];
}
