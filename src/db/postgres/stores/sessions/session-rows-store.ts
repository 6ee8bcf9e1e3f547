import { lastInstant } from '../../../../market/calendar/instants.ts';
import { tradeDateSpan } from '../../../../market/calendar/trade-date.ts';
import type { GapStore } from '../../../../recordings/gaps.ts';
import type { SessionKey, SessionPoll, SessionRows } from '../../../../recordings/session-rows.ts';
import type { Quote } from '../../../../market/quotes/quote.ts';
import { type LevelsRow, toLevels } from '../../../rows/levels-rows.ts';
import { type AlertRow, alertColumns, toAlert } from '../../../rows/alert-rows.ts';
import { pollColumns } from '../../../rows/poll-rows.ts';
import { quoteColumns } from '../../../rows/quote-rows.ts';
import type { PostgresConnection } from '../../connection/sql.ts';
import { selectedLevels } from '../levels/levels-write.ts';
import { contractStates } from './contract-states.ts';
import { recordedDays, uniqueSessions } from './recorded-days.ts';
import { sessionCounts } from './session-counts.ts';

const pollsOf = `select ${pollColumns}, contracts, stored, status from chain_polls
  where trade_date = $1 and underlying = $2 order by timestamp, expiration_date`;

const quotesOf = `select ${quoteColumns} from spy_quotes
  where trade_date = $1 and symbol = $2 order by received_at, id`;

const levelsOf = `select ${selectedLevels} from chain_metrics
  where underlying = $1 and timestamp > $2 and timestamp <= $3 order by timestamp, id`;

const alertsOf = `select ${alertColumns} from alerts
  where timestamp > $2 and timestamp <= $3 and symbol = $1 order by timestamp, id`;

/** All that is recorded of one symbol on one trade date, from the partitions of that date. */
export function createSessionRows(
  connection: PostgresConnection,
  gaps: Pick<GapStore, 'noticed'>,
): SessionRows {
  const spanOf = ({ underlying, date }: SessionKey) => {
    const { from, to } = tradeDateSpan(date);
    return [underlying, from, to];
  };
  return {
    sessions: (asOf) =>
      connection.snapshot(async (sql) => {
        const days = recordedDays(sql);
        return uniqueSessions([...(await days.polled(asOf)), ...(await days.quoted(asOf))]);
      }),
    counts: (key) => connection.snapshot((sql) => sessionCounts(sql).all(key)),
    polls: ({ underlying, date }) => connection.all<SessionPoll>(pollsOf, [date, underlying]),
    contracts: (key, after, limit) => connection.snapshot((sql) => contractStates(sql, key, after, limit)),
    quotes: ({ underlying, date }) => connection.all<Quote>(quotesOf, [date, underlying]),
    levels: async (key) => (await connection.all<LevelsRow>(levelsOf, spanOf(key))).map(toLevels),
    gaps: ({ underlying, date }) => gaps.noticed(underlying, date, lastInstant),
    alerts: async (key) => (await connection.all<AlertRow>(alertsOf, spanOf(key))).map(toAlert),
  };
}
