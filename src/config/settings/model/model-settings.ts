import { setting, unset } from '../setting-spec.ts';
import { dividends, ratePercent } from './model-kinds.ts';

/** What options are priced with next to their quotes. */
export const modelSettings = {
  modelRate: unset({
    path: 'model.rate',
    schema: ratePercent,
    default: null,
    env: ['SPYGLASS_MODEL_RATE'],
    summary:
      'risk-free rate in per cent a year, compounded continuously, such as `3.7`; unset: the effective federal funds rate of the date, from a table that is known through 2025',
  }),
  modelDividends: setting({
    path: 'model.dividends',
    schema: dividends,
    default: [],
    env: ['SPYGLASS_MODEL_DIVIDENDS'],
    summary:
      'dividends with symbol, ex-dividend date and dollars a share, such as `["SPY 2026-12-18 1.95"]`; each replaces what is known or expected within 30 days of its date, 0 takes it away; in the environment with `;` between them',
  }),
} as const;
