import { tradeDateSpan } from '../../../../market/calendar/trade-date.ts';
import type { SessionCounts, SessionKey } from '../../../../recordings/session-rows.ts';
import type { Sql } from '../../connection/sql.ts';

const ofChains = `select count(*) as polls, coalesce(sum(stored), 0) as contracts from chain_polls
  where trade_date = $1 and underlying = $2`;

const ofQuotes = `select
  (select count(*) from spy_quotes where trade_date = $1 and symbol = $2) as quotes,
  (select count(*) from alerts where timestamp > $3 and timestamp <= $4 and symbol = $2) as alerts`;

const kept = `select
  (select count(*) from chain_metrics where underlying = $2 and timestamp > $3 and timestamp <= $4) as levels,
  (select count(*) from poll_gaps where underlying = $2 and session_date = $1) as gaps`;

/** Counts of a session's rows, each by an index; those of contracts are the sum of what the polls stored. */
export function sessionCounts(sql: Sql) {
  const valuesOf = ({ underlying, date }: SessionKey) => {
    const { from, to } = tradeDateSpan(date);
    return [date, underlying, from, to];
  };
  return {
    /** What retention removes with the chains. */
    ofChains: async ({ underlying, date }: SessionKey) =>
      (await sql.get<Pick<SessionCounts, 'polls' | 'contracts'>>(ofChains, [date, underlying]))!,
    /** What retention removes with the quotes. */
    ofQuotes: async (key: SessionKey) =>
      (await sql.get<Pick<SessionCounts, 'quotes' | 'alerts'>>(ofQuotes, valuesOf(key)))!,
    async all(key: SessionKey): Promise<SessionCounts> {
      const chains = await this.ofChains(key);
      const quotes = await this.ofQuotes(key);
      return {
        ...chains,
        ...quotes,
        ...(await sql.get<Pick<SessionCounts, 'levels' | 'gaps'>>(kept, valuesOf(key)))!,
      };
    },
  };
}
