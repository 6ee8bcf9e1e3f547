import type { PruneReport } from './reports.ts';

/**
 * Rows older than these instants (epoch ms) go; `null` where a table is kept for ever. Chains, quotes and alerts go by whole
 * trade dates: the one that their instant lies in stays.
 */
export interface Cutoffs {
  /** Entries that expired up to here. */
  market_data_cache: number | null;
  /** By their receipt. */
  spy_quotes: number | null;
  /** Chains that have expired go as a whole. `chain_polls` follows. */
  option_contracts: number | null;
  api_requests_log: number | null;
  alerts: number | null;
}

/** What retention may take. */
export interface RetentionScope {
  /**
   * Takes chains, quotes and alerts only of sessions that the archive holds as the database does, verified and undamaged. It
   * stops, symbol by symbol, at the first session of which that is not so. By default everything past its cutoff goes.
   */
  onlyArchived?: boolean;
}

/** How one run of retention shares the thread, and how it is stopped. */
export interface RetentionRun {
  /** Stops between two chunks; the report says what went until then. */
  signal?: AbortSignal;
  /** Lets other work go on between two chunks; by default one turn of the event loop. */
  yieldBetween?: () => Promise<unknown>;
}

/**
 * Deletes what is older than it has to be kept. Whatever remains is exactly as it was. Archived sessions are marked
 * (`ArchivedSession.chainsRemovedAt`, `quotesRemovedAt`) before the first of their rows goes, so that a run that is killed leaves
 * no session that is read from the database and is not whole there.
 */
export interface Retention {
  /** What would go by these cutoffs, removing nothing. */
  plan(cutoffs: Cutoffs, now: number, scope?: RetentionScope): Promise<PruneReport>;
  /**
   * Removes what a plan names in chunks of a few milliseconds, then gives the freed pages back to the file system. Each
   * chunk waits for its turn like any other write, and other writes have theirs between two of them. What the
   * archive holds is looked up again. The report holds the rows that really went.
   */
  execute(plan: PruneReport, run?: RetentionRun): Promise<PruneReport>;
}
