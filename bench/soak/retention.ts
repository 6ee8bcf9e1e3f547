import Database from 'better-sqlite3';
import { retentionCutoffs } from '../../src/daemon/recording/retention-cutoffs.ts';
import { newYorkDate } from '../../src/market/calendar/new-york-time.ts';
import { tradeDateBegin } from '../../src/market/calendar/trade-date.ts';

/** What retention has left in a table. */
export interface Retained {
  table: string;
  rows: number;
  /** What must not be older than `bound`: a date, or for the cache the instant at which it expires. */
  oldest: string | null;
  bound: string;
  isApplied: boolean;
}

/** Looks into the file, beside the daemon, for rows that the prune which began at `prunedAt` should have removed. */
export function retainedRows(databasePath: string, prunedAt: number, keptDays: number): Retained[] {
  const cutoffs = retentionCutoffs(prunedAt, {
    spyQuotes: keptDays,
    optionContracts: keptDays,
    apiRequestsLog: keptDays,
  });
  const minute = (at: number) => new Date(at).toISOString().slice(0, 16);
  const native = new Database(databasePath, { readonly: true });
  try {
    const least = <T>(table: string, column: string) =>
      native.prepare<[], T | null>(`select min(${column}) from ${table}`).pluck().get() ?? null;
    const line = (table: string, oldest: string | null, bound: string): Retained => ({
      table,
      rows: native.prepare<[], number>(`select count(*) from ${table}`).pluck().get() ?? 0,
      oldest,
      bound,
      isApplied: oldest !== null && oldest >= bound,
    });
    const byInstant = (table: string, column: string, cutoff: number) => {
      const oldest = least<number>(table, column);
      return line(table, oldest === null ? null : minute(oldest), minute(cutoff));
    };
    // A chain goes with its expiration: its first polls are of the evening before.
    const firstKept = newYorkDate(cutoffs.option_contracts!);
    return [
      byInstant('spy_quotes', 'received_at', tradeDateBegin(cutoffs.spy_quotes!)),
      line('option_contracts', least<string>('option_contracts', 'expiration_date'), firstKept),
      line('chain_polls', least<string>('chain_polls', 'expiration_date'), firstKept),
      byInstant('api_requests_log', 'timestamp', cutoffs.api_requests_log!),
      byInstant('market_data_cache', 'expires_at', cutoffs.market_data_cache!),
    ];
  } finally {
    native.close();
  }
}
