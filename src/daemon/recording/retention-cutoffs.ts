import { newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import type { Cutoffs } from '../../recordings/retention.ts';

/**
 * Days that rows are kept. Bars, levels (a row a minute), the ledger of gaps (a handful of rows a day) and what the
 * exchange said of its days (a handful a year) are kept for ever; `chain_polls` goes with the contracts, `alerts` with
 * the quotes.
 */
export interface RetentionDays {
  spyQuotes: number;
  optionContracts: number;
  apiRequestsLog: number;
}

/** Days for which rows are kept where the settings do not say, by table. */
export const defaultRetentionDays: RetentionDays = { spyQuotes: 90, optionContracts: 30, apiRequestsLog: 30 };

const dayMs = 86_400_000;

/**
 * The cutoffs that keep so many days before `now`. Market tables are cut at midnight in New York, so that a trading day
 * is there as a whole or not at all.
 */
export function retentionCutoffs(now: number, days: RetentionDays = defaultRetentionDays): Cutoffs {
  const midnight = (kept: number) => newYorkInstant(newYorkDate(now - kept * dayMs), '00:00');
  return {
    market_data_cache: now,
    spy_quotes: midnight(days.spyQuotes),
    option_contracts: midnight(days.optionContracts),
    api_requests_log: now - days.apiRequestsLog * dayMs,
    alerts: midnight(days.spyQuotes),
  };
}
