import type { PruneReport } from './reports.ts';

/** Rows older than these instants (epoch ms) go; `null` where a table is kept for ever. */
export interface Cutoffs {
  /** Entries that expired up to here. */
  market_data_cache: number | null;
  spy_quotes: number | null;
  /** A midnight of New York: chains go by whole expirations. `chain_polls` follows. */
  option_contracts: number | null;
  api_requests_log: number | null;
  alerts: number | null;
}

/** How one run of retention shares the thread, and how it is stopped. */
export interface RetentionRun {
  /** Stops between two chunks; the report says what went until then. */
  signal?: AbortSignal;
  /** Lets other work go on between two chunks; by default one turn of the event loop. */
  yieldBetween?: () => Promise<unknown>;
}

/** Deletes what is older than it has to be kept. Whatever remains is exactly as it was. */
export interface Retention {
  /** What would go by these cutoffs, removing nothing. */
  plan(cutoffs: Cutoffs, now: number): Promise<PruneReport>;
  /**
   * Removes what a plan names in chunks of a few milliseconds, then gives the freed pages back to the file system. Each
   * chunk waits for its turn like any other write, and other writes have theirs between two of them. The report holds
   * the rows that really went.
   */
  execute(plan: PruneReport, run?: RetentionRun): Promise<PruneReport>;
}
