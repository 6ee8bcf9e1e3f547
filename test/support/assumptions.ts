import type { Calendar } from '../../src/market/calendar/calendar.ts';
import { rateAt } from '../../src/market/carry/risk-free-rate.ts';
import type { PricingAssumptions } from '../../src/market/pricing/assumptions.ts';

/** What the model takes for granted without settings. */
export const assumptionsOn = (calendar: Calendar): PricingAssumptions => ({
  calendar,
  rate: null,
  dividends: [],
});

/** The model's rates on a day of November 2026 that no dividend follows before expiry. */
export const rates = { rate: rateAt('2026-11-23', null), dividendYield: 0 };
