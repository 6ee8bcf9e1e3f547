import type { PruneReport, PruneTable } from '../../recordings/reports.ts';
import type { Cutoffs } from '../../recordings/retention.ts';
import type { GatedCutoffs } from './removable.ts';

/** Rows of one table that go: how many, the time of the oldest, and their bytes where those are known. */
export interface FoundRows {
  rows: number;
  oldest: number | null;
  bytes?: number;
}

/** What goes where nothing does. */
export const nothingFound: FoundRows = { rows: 0, oldest: null };

/** The tables that retention takes rows of. */
export const prunedTables = [
  'market_data_cache',
  'spy_quotes',
  'option_contracts',
  'api_requests_log',
  'chain_polls',
  'alerts',
] as const;
export type PrunedTable = (typeof prunedTables)[number];

/** Every table of a report, in its order. */
export const reportedTables = [
  ...(['market_data_cache', 'spy_quotes', 'option_contracts', 'historical_prices'] as const),
  ...(['api_requests_log', 'chain_polls', 'poll_gaps', 'chain_metrics', 'exchange_days', 'alerts'] as const),
  ...(['recomputed_metrics', 'archived_sessions', 'rebuilt_minutes'] as const),
];
export type ReportedTable = (typeof reportedTables)[number];

/** Bytes that a row takes with its entries in indexes, as measured on recorded sessions; for an estimate. */
export type RowBytes = Readonly<Record<PrunedTable, number>>;

const isPruned = (table: ReportedTable): table is PrunedTable =>
  prunedTables.some((pruned) => pruned === table);

/** By which instant rows of a table go; polls go with their chains. */
function cutoffOfTable(table: ReportedTable, cutoffs: Cutoffs): number | null {
  if (!isPruned(table)) return null;
  return cutoffs[table === 'chain_polls' ? 'option_contracts' : table];
}

/** What would go, as a report. */
export function planReport(
  cutoffs: Cutoffs,
  now: number,
  found: Readonly<Record<PrunedTable, FoundRows>>,
  { totals, rowBytes }: { totals: Readonly<Record<ReportedTable, number>>; rowBytes: RowBytes },
): Omit<PruneReport, 'durationMs' | 'onlyArchived' | 'waiting'> {
  const tables = reportedTables.map((table): PruneTable => {
    const { rows, oldest, bytes } = isPruned(table) ? found[table] : nothingFound;
    const estimate = isPruned(table) ? rows * rowBytes[table] : 0;
    const cutoff = cutoffOfTable(table, cutoffs);
    return { table, rows, bytes: bytes ?? estimate, cutoff, oldest, total: totals[table] };
  });
  return { isDryRun: true, at: now, tables, ...sumsOf(tables), freedBytes: 0 };
}

/** What went of a plan, as a report. */
export function executedReport(
  planned: PruneReport,
  removed: Readonly<Partial<Record<string, number>>>,
  took: Pick<PruneReport, 'freedBytes' | 'durationMs'>,
): PruneReport {
  const tables = planned.tables.map((line) => {
    const rows = removed[line.table] ?? 0;
    return { ...line, rows, bytes: line.rows === 0 ? 0 : Math.round((line.bytes / line.rows) * rows) };
  });
  return { ...planned, isDryRun: false, tables, ...sumsOf(tables), ...took };
}

function sumsOf(tables: readonly PruneTable[]): Pick<PruneReport, 'rows' | 'bytes'> {
  return {
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    bytes: tables.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** The cutoff of a plan's table. */
export function plannedCutoff({ tables }: PruneReport, name: keyof Cutoffs): number | null {
  return tables.find(({ table }) => table === name)?.cutoff ?? null;
}

/** The cutoffs of a plan that the gate looks after. */
export function plannedCutoffs(planned: PruneReport): GatedCutoffs {
  return {
    option_contracts: plannedCutoff(planned, 'option_contracts'),
    spy_quotes: plannedCutoff(planned, 'spy_quotes'),
    alerts: plannedCutoff(planned, 'alerts'),
  };
}

/** Rows that go, found in parts. */
export function sumOfFound(parts: readonly (FoundRows | undefined)[]): FoundRows {
  let rows = 0;
  let oldest: number | null = null;
  for (const part of parts) {
    if (!part || part.rows === 0) continue;
    rows += part.rows;
    if (part.oldest !== null && (oldest === null || part.oldest < oldest)) oldest = part.oldest;
  }
  return { rows, oldest };
}
