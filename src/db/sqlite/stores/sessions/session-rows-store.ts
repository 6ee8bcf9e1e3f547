import { lastInstant } from '../../../../market/calendar/instants.ts';
import { tradeDateSpan } from '../../../../market/calendar/trade-date.ts';
import type { GapStore } from '../../../../recordings/gaps.ts';
import type { SessionKey, SessionPoll, SessionRows } from '../../../../recordings/session-rows.ts';
import type { Quote } from '../../../../market/quotes/quote.ts';
import type { NativeDatabase } from '../../connection.ts';
import { selectedLevels } from '../levels-store.ts';
import { type AlertRow, alertColumns, toAlert } from '../../../rows/alert-rows.ts';
import { pollColumns } from '../../../rows/poll-rows.ts';
import { type LevelsRow, toLevels } from '../../../rows/levels-rows.ts';
import { quoteColumns } from '../../../rows/quote-rows.ts';
import { prepareContractStates } from './contract-states.ts';
import { prepareRecordedDays } from './recorded-days.ts';
import { prepareSessionCounts } from './session-counts.ts';

type Span = { underlying: string; from: number; to: number };

export function createSessionRows(native: NativeDatabase, gaps: Pick<GapStore, 'noticed'>): SessionRows {
  const days = prepareRecordedDays(native);
  const counts = prepareSessionCounts(native);
  const contracts = prepareContractStates(native);
  const polls = native.prepare<Span, SessionPoll>(`
    select ${pollColumns}, contracts, stored, status from chain_polls
    where underlying = :underlying and timestamp > :from and timestamp <= :to order by timestamp, expiration_date`);
  const quotes = native.prepare<Span, Quote>(`
    select ${quoteColumns} from spy_quotes
    where symbol = :underlying and received_at > :from and received_at <= :to order by received_at, id`);
  const levels = native.prepare<Span, LevelsRow>(`
    select ${selectedLevels} from chain_metrics
    where underlying = :underlying and timestamp > :from and timestamp <= :to order by timestamp, id`);
  const alerts = native.prepare<Span, AlertRow>(`
    select ${alertColumns} from alerts
    where timestamp > :from and timestamp <= :to and symbol = :underlying order by timestamp, id`);
  const spanOf = ({ underlying, date }: SessionKey): Span => ({ underlying, ...tradeDateSpan(date) });

  return {
    async sessions(asOf) {
      const keys = new Map<string, SessionKey>();
      const add = (underlying: string, dates: string[]) => {
        for (const date of dates) keys.set(`${date} ${underlying}`, { underlying, date });
      };
      for (const underlying of days.polledSymbols()) add(underlying, days.pollDays(underlying, asOf));
      for (const symbol of days.quotedSymbols()) add(symbol, days.quoteDays(symbol, asOf));
      return [...keys].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, key]) => key);
    },
    counts: async (key) => counts.all(key),
    polls: async (key) => polls.all(spanOf(key)),
    contracts: async (key, after, limit) => contracts(key, after, limit),
    quotes: async (key) => quotes.all(spanOf(key)),
    levels: async (key) => levels.all(spanOf(key)).map(toLevels),
    gaps: ({ underlying, date }) => gaps.noticed(underlying, date, lastInstant),
    alerts: async (key) => alerts.all(spanOf(key)).map(toAlert),
  };
}
