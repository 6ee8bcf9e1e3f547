import type { PruneReport } from '../../recordings/reports.ts';
import type { Cutoffs } from '../../recordings/retention.ts';
import {
  type FoundRows,
  nothingFound,
  planReport,
  type ReportedTable,
  reportedTables,
  type RowBytes,
  sumOfFound,
} from '../retention/prune-report.ts';
import type { RemovableRows } from '../retention/removable.ts';
import type { Removable } from '../retention/retention-gate.ts';
import { type ChainCut, chainsToCut, supersededPolls, supersededRows } from './stores/chains/chain-cuts.ts';
import { contractRowsTotal } from './stores/chains/chain-polls.ts';
import { symbolRanges } from './stores/chains/chain-rows.ts';
import type { NativeDatabase } from './connection.ts';

/** Bytes that a row takes with its entries in indexes, as measured on recorded sessions; for an estimate. */
const rowBytes: RowBytes = {
  market_data_cache: 120,
  spy_quotes: 180,
  option_contracts: 300,
  chain_polls: 145,
  api_requests_log: 135,
  alerts: 150,
};

/** The tables of which rows go symbol by symbol, and the time by which they go. */
export const receiptColumns = { spy_quotes: 'received_at', alerts: 'timestamp' } as const;

/** What would go by these cutoffs, and what is there. Reads only; counts by index. */
export function planRetention(
  native: NativeDatabase,
  cutoffs: Cutoffs,
  now: number,
  removable: RemovableRows,
): Omit<PruneReport, 'durationMs' | 'onlyArchived' | 'waiting'> {
  const total = (table: ReportedTable): number =>
    native
      .prepare<[], number>(table === 'option_contracts' ? contractRowsTotal : `select count(*) from ${table}`)
      .pluck()
      .get() ?? 0;
  const totals = Object.fromEntries(reportedTables.map((table) => [table, total(table)]));
  const cuts = removable.chains === null ? [] : chainsToCut(native, removable.chains.cutoffOf);
  const found = {
    market_data_cache: expiredEntries(native, cutoffs.market_data_cache),
    spy_quotes: rowsOfSymbols(native, 'spy_quotes', removable.quotes),
    option_contracts: contractRows(native, cuts),
    api_requests_log: olderCalls(native, cutoffs.api_requests_log),
    chain_polls: pollRows(native, cuts),
    alerts: rowsOfSymbols(native, 'alerts', removable.alerts),
  };
  return planReport(cutoffs, now, found, { totals: totals as Record<ReportedTable, number>, rowBytes });
}

function olderCalls(native: NativeDatabase, cutoff: number | null): FoundRows {
  if (cutoff === null) return nothingFound;
  return (
    native
      .prepare<[number], FoundRows>(
        'select count(*) as rows, min(timestamp) as oldest from api_requests_log where timestamp < ?',
      )
      .get(cutoff) ?? nothingFound
  );
}

function expiredEntries(native: NativeDatabase, cutoff: number | null): FoundRows {
  if (cutoff === null) return nothingFound;
  const found = native
    .prepare<[number], { rows: number; oldest: number | null; bodies: number | null }>(`
      select count(*) as rows, min(created_at) as oldest, sum(octet_length(raw_data)) as bodies
      from market_data_cache where expires_at <= ?`)
    .get(cutoff);
  if (!found) return nothingFound;
  return {
    rows: found.rows,
    oldest: found.oldest,
    bytes: (found.bodies ?? 0) + found.rows * rowBytes.market_data_cache,
  };
}

function rowsOfSymbols(
  native: NativeDatabase,
  table: keyof typeof receiptColumns,
  removable: Removable | null,
): FoundRows {
  if (removable === null) return nothingFound;
  const time = receiptColumns[table];
  const older = native.prepare<[string, number], FoundRows>(
    `select count(*) as rows, min(${time}) as oldest from ${table} where symbol = ? and ${time} < ?`,
  );
  return sumOfFound(removable.symbols.map((symbol) => older.get(symbol, removable.cutoffOf(symbol))));
}

function contractRows(native: NativeDatabase, cuts: ChainCut[]): FoundRows {
  const polled = native.prepare<Omit<ChainCut, 'kind' | 'cutoff'>, FoundRows>(`
    select coalesce(sum(stored), 0) as rows, min(timestamp) as oldest from chain_polls
    where underlying = :underlying and expiration_date = :expiration`);
  // Without polls: a prune was stopped between a chain's polls and its rows.
  const orphaned = native.prepare<{ ranges: string }, FoundRows>(`
    select count(*) as rows, min(timestamp) as oldest from json_each(:ranges) as bounds cross join option_contracts
    where symbol >= bounds.value->>0 and symbol < bounds.value->>1`);
  const superseded = native.prepare<{ ranges: string; cutoff: number }, FoundRows>(
    `select count(*) as rows, min(timestamp) as oldest from (${supersededRows})`,
  );
  return sumOfFound(
    cuts.map(({ underlying, expiration, kind, cutoff }) => {
      const ranges = symbolRanges(underlying, expiration);
      if (kind === 'superseded') return superseded.get({ ranges, cutoff });
      const found = polled.get({ underlying, expiration });
      return found && found.oldest !== null ? found : orphaned.get({ ranges });
    }),
  );
}

function pollRows(native: NativeDatabase, cuts: ChainCut[]): FoundRows {
  const figures = 'select count(*) as rows, min(timestamp) as oldest';
  const all = native.prepare<Omit<ChainCut, 'kind' | 'cutoff'>, FoundRows>(
    `${figures} from chain_polls where underlying = :underlying and expiration_date = :expiration`,
  );
  const superseded = native.prepare<Omit<ChainCut, 'kind'>, FoundRows>(`${figures} ${supersededPolls}`);
  return sumOfFound(
    cuts.map(({ underlying, expiration, kind, cutoff }) =>
      kind === 'expired'
        ? all.get({ underlying, expiration })
        : superseded.get({ underlying, expiration, cutoff }),
    ),
  );
}
