import { whole } from './setting-kinds.ts';
import { setting } from './setting-spec.ts';

/** How long recordings are kept. */
export const retentionSettings = {
  keepQuotesDays: setting({
    path: 'retention.quotes_days',
    schema: whole(1, 36_500),
    default: 90,
    env: ['SPYGLASS_KEEP_QUOTES_DAYS'],
    summary: 'days that quotes and alerts are kept',
  }),
  keepChainsDays: setting({
    path: 'retention.chains_days',
    schema: whole(1, 36_500),
    default: 30,
    env: ['SPYGLASS_KEEP_CHAINS_DAYS'],
    summary:
      'days that chains are kept; quotes of expired options are sold, what your key showed of each minute is not',
  }),
  keepApiLogDays: setting({
    path: 'retention.api_log_days',
    schema: whole(1, 36_500),
    default: 30,
    env: ['SPYGLASS_KEEP_API_LOG_DAYS'],
    summary: 'days that the log of API requests is kept',
  }),
} as const;
