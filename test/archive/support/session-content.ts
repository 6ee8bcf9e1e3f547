import type { Alert } from '../../../src/market/alerts/alert.ts';
import type { RecordedLevels } from '../../../src/market/levels/levels.ts';
import type { Quote } from '../../../src/market/quotes/quote.ts';
import type { NoticedGap } from '../../../src/recordings/gaps.ts';
import type {
  ContractState,
  SessionKey,
  SessionPoll,
  SessionRows,
} from '../../../src/recordings/session-rows.ts';

/** All that a recording holds of one session. */
export interface SessionContent {
  key: SessionKey;
  /** By symbol, then by time. */
  states: ContractState[];
  polls: SessionPoll[];
  quotes: Quote[];
  levels: RecordedLevels[];
  gaps: NoticedGap[];
  alerts: Alert[];
}

/** A recording that holds one session. */
export function rowsOf(content: SessionContent): SessionRows {
  const contracts = [...Map.groupBy(content.states, ({ symbol }) => symbol).values()];
  return {
    sessions: async () => [content.key],
    counts: async () => ({
      polls: content.polls.length,
      contracts: content.states.length,
      quotes: content.quotes.length,
      levels: content.levels.length,
      gaps: content.gaps.length,
      alerts: content.alerts.length,
    }),
    polls: async () => content.polls,
    contracts: async (_key, after, limit) =>
      contracts.filter(([state]) => after === null || state!.symbol > after).slice(0, limit),
    quotes: async () => content.quotes,
    levels: async () => content.levels,
    gaps: async () => content.gaps,
    alerts: async () => content.alerts,
  };
}
