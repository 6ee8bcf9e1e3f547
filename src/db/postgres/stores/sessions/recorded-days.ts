import { tradeDateOf } from '../../../../market/calendar/trade-date.ts';
import type { SessionKey } from '../../../../recordings/session-rows.ts';
import type { Sql } from '../../connection/sql.ts';
import { datesOfPartitions } from '../../partition-dates.ts';
import type { PartitionedTable } from '../../partitions.ts';

/** Each partition's symbols are found one from the other; `$1` is an instant, and `$2` its trade date. */
const sessionsOf = (table: PartitionedTable, symbol: string, time: string) => `
  with recursive day (date) as (${datesOfPartitions(table)}),
  found (date, symbol) as (
    select date, (select ${symbol} from ${table} where trade_date = date order by ${symbol} limit 1)
    from day where date <= $2
    union all
    select date, (select ${symbol} from ${table} where trade_date = date and ${symbol} > found.symbol
                  order by ${symbol} limit 1)
    from found where symbol is not null)
  select symbol as underlying, date::text as date from found
  where symbol is not null and exists (
    select 1 from ${table} as row where row.trade_date = found.date and row.${symbol} = found.symbol and row.${time} <= $1)`;

/** The dates of one symbol, `$1`, up to the instant `$2` and its trade date `$3`. */
const datesOf = (table: PartitionedTable, symbol: string, time: string) => `
  select day.date::text as date from (${datesOfPartitions(table)}) as day
  where day.date <= $3 and exists (
    select 1 from ${table} as row where row.trade_date = day.date and row.${symbol} = $1 and row.${time} <= $2)`;

const polled = sessionsOf('chain_polls', 'underlying', 'timestamp');
const quoted = sessionsOf('spy_quotes', 'symbol', 'received_at');
const polledDates = datesOf('chain_polls', 'underlying', 'timestamp');
const quotedDates = datesOf('spy_quotes', 'symbol', 'received_at');
const alerted = 'select symbol, timestamp from alerts where timestamp <= $1';
const alertedDates = 'select timestamp from alerts where symbol = $1 and timestamp <= $2';

/** Where rows of polls, quotes and alerts lie. */
export interface RecordedDays {
  /** Sessions with polls received up to an instant. */
  polled(to: number): Promise<SessionKey[]>;
  /** Sessions with quotes or alerts received up to an instant. */
  quoted(to: number): Promise<SessionKey[]>;
  /** The trade dates of one symbol among the former, oldest first. */
  polledDates(symbol: string, to: number): Promise<string[]>;
  /** Those among the latter. */
  quotedDates(symbol: string, to: number): Promise<string[]>;
}

export function recordedDays(sql: Sql): RecordedDays {
  const dates = async (text: string, symbol: string, to: number) =>
    (await sql.rows<[string]>(text, [symbol, to, tradeDateOf(to)])).map(([date]) => date);
  return {
    polled: (to) => sql.all<SessionKey>(polled, [to, tradeDateOf(to)]),
    async quoted(to) {
      const sessions = await sql.all<SessionKey>(quoted, [to, tradeDateOf(to)]);
      const alerts = await sql.rows<[symbol: string, at: number]>(alerted, [to]);
      const ofAlerts = alerts.map(([underlying, at]) => ({ underlying, date: tradeDateOf(at) }));
      return uniqueSessions([...sessions, ...ofAlerts]);
    },
    polledDates: async (symbol, to) => (await dates(polledDates, symbol, to)).sort(),
    async quotedDates(symbol, to) {
      const alerts = await sql.rows<[number]>(alertedDates, [symbol, to]);
      const ofQuotes = await dates(quotedDates, symbol, to);
      return [...new Set([...ofQuotes, ...alerts.map(([at]) => tradeDateOf(at))])].sort();
    },
  };
}

/** Each session once: by date, those of one date by symbol. */
export function uniqueSessions(sessions: readonly SessionKey[]): SessionKey[] {
  const byName = new Map(sessions.map((session) => [`${session.date} ${session.underlying}`, session]));
  return [...byName].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, session]) => session);
}
