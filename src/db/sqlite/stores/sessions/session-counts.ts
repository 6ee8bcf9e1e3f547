import { tradeDateSpan } from '../../../../market/calendar/trade-date.ts';
import type { SessionCounts, SessionKey } from '../../../../recordings/session-rows.ts';
import type { NativeDatabase } from '../../connection.ts';

/** Counts of a session's rows, each by an index; those of contracts are the sum of what the polls stored. */
export function prepareSessionCounts(native: NativeDatabase) {
  type Span = { underlying: string; from: number; to: number };
  const polls = native.prepare<Span, Pick<SessionCounts, 'polls' | 'contracts'>>(`
    select count(*) as polls, coalesce(sum(stored), 0) as contracts from chain_polls
    where underlying = :underlying and timestamp > :from and timestamp <= :to`);
  const quotes = native
    .prepare<Span, number>(
      'select count(*) from spy_quotes where symbol = :underlying and received_at > :from and received_at <= :to',
    )
    .pluck();
  const alerts = native
    .prepare<Span, number>(
      'select count(*) from alerts where timestamp > :from and timestamp <= :to and symbol = :underlying',
    )
    .pluck();
  const levels = native
    .prepare<Span, number>(
      'select count(*) from chain_metrics where underlying = :underlying and timestamp > :from and timestamp <= :to',
    )
    .pluck();
  const gaps = native
    .prepare<SessionKey, number>(
      'select count(*) from poll_gaps where underlying = :underlying and session_date = :date',
    )
    .pluck();
  const spanOf = ({ underlying, date }: SessionKey): Span => ({ underlying, ...tradeDateSpan(date) });

  const ofChains = (key: SessionKey) => polls.get(spanOf(key)) ?? { polls: 0, contracts: 0 };
  const ofQuotes = (key: SessionKey) => ({
    quotes: quotes.get(spanOf(key)) ?? 0,
    alerts: alerts.get(spanOf(key)) ?? 0,
  });
  return {
    /** What retention removes with the chains. */
    ofChains,
    /** What retention removes with the quotes. */
    ofQuotes,
    all: ({ underlying, date }: SessionKey): SessionCounts => ({
      ...ofChains({ underlying, date }),
      ...ofQuotes({ underlying, date }),
      levels: levels.get(spanOf({ underlying, date })) ?? 0,
      gaps: gaps.get({ underlying, date }) ?? 0,
    }),
  };
}
