import type { DatabaseStatus } from '../../recordings/status.ts';
import { contractRowsTotal } from './stores/chains/chain-polls.ts';
import type { NativeDatabase } from './connection.ts';
import { schemaVersion } from './schema-version.ts';

/**
 * Every table with the times of its oldest and newest row, each found by a search from an end of an index. Where no
 * index begins with the time, the search goes group by group.
 */
const tables: readonly { table: string; rows?: string; oldest: string; newest: string }[] = [
  {
    table: 'market_data_cache',
    // By expiry: the time of storing lies behind a body of hundreds of kilobytes.
    oldest: 'select created_at from market_data_cache order by expires_at limit 1',
    newest: 'select created_at from market_data_cache order by expires_at desc limit 1',
  },
  ends('spy_quotes', 'timestamp'),
  { ...ends('option_contracts', 'timestamp'), rows: contractRowsTotal },
  grouped('historical_prices', 'symbol', 'timeframe', 'bar_start'),
  ends('api_requests_log', 'timestamp'),
  grouped('chain_polls', 'underlying', 'expiration_date', 'timestamp'),
  ends('poll_gaps', 'started_at'),
  grouped('chain_metrics', 'underlying', 'expiration_date', 'timestamp'),
  ends('exchange_days', 'created_at'),
  ends('alerts', 'timestamp'),
  grouped('recomputed_metrics', 'underlying', 'expiration_date', 'timestamp'),
  ends('archived_sessions', 'archived_at'),
  {
    table: 'rebuilt_minutes',
    // By the underlyings of the days, of which there are few: each has its minutes in order.
    oldest: rebuiltEnd('min'),
    newest: rebuiltEnd('max'),
  },
];

function rebuiltEnd(end: 'min' | 'max') {
  return `
    select ${end}((select ${end}(minute_start) from rebuilt_spots where underlying = d.underlying))
    from rebuilt_days as d`;
}

function ends(table: string, column: string) {
  return {
    table,
    oldest: `select min(${column}) from ${table}`,
    newest: `select max(${column}) from ${table}`,
  };
}

/** The ends of the third column of an index on three, by way of the few distinct pairs of the first two. */
function grouped(table: string, first: string, second: string, time: string) {
  const within = (end: 'min' | 'max') => `
    with recursive
      outer_key (value) as (
        select min(${first}) from ${table}
        union all
        select (select min(${first}) from ${table} where ${first} > outer_key.value)
        from outer_key where outer_key.value is not null),
      pair (one, two) as (
        select value, (select min(${second}) from ${table} where ${first} = value)
        from outer_key where value is not null
        union all
        select one, (select min(${second}) from ${table} where ${first} = pair.one and ${second} > pair.two)
        from pair where pair.two is not null)
    select ${end}((select ${end}(${time}) from ${table} where ${first} = pair.one and ${second} = pair.two))
    from pair where pair.two is not null`;
  return { table, oldest: within('min'), newest: within('max') };
}

export function createTableStatus(native: NativeDatabase, path: string) {
  const statements = tables.map(({ table, rows, oldest, newest }) => ({
    table,
    // SQLite counts by the cells of the smallest index's pages: 1 ms for 100,000 rows.
    rows: native.prepare<[], number>(rows ?? `select count(*) from ${table}`).pluck(),
    oldest: native.prepare<[], number | null>(oldest).pluck(),
    newest: native.prepare<[], number | null>(newest).pluck(),
  }));
  return {
    status: async (): Promise<DatabaseStatus> => ({
      path,
      bytes: databaseBytes(native),
      schemaVersion: schemaVersion(native),
      tables: statements.map(({ table, rows, oldest, newest }) => ({
        table,
        rows: rows.get() ?? 0,
        oldest: oldest.get() ?? null,
        newest: newest.get() ?? null,
      })),
    }),
  };
}

/** Size of the database file in bytes, free pages included. */
export function databaseBytes(native: NativeDatabase): number {
  const pages = Number(native.pragma('page_count', { simple: true }));
  return pages * Number(native.pragma('page_size', { simple: true }));
}
