import type { DatabaseStatus } from '../../recordings/status.ts';
import { cacheEnds, ends, grouped, rebuiltEnds, type TableEnds } from '../rows/table-ends.ts';
import { contractRowsTotal } from './stores/chains/chain-polls.ts';
import type { NativeDatabase } from './connection.ts';
import { schemaVersion } from './schema-version.ts';

/**
 * Every table with the times of its oldest and newest row, each found by a search from an end of an index. Where no
 * index begins with the time, the search goes group by group.
 */
const tables: readonly (TableEnds & { rows?: string })[] = [
  cacheEnds,
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
  rebuiltEnds,
];

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
