import type { PruneReport, PruneTable } from '../../recordings/reports.ts';
import type { Cutoffs } from '../../recordings/retention.ts';
import type { Removable } from './retention-gate.ts';
import { type ChainCut, chainsToCut, supersededPolls, supersededRows } from './stores/chains/chain-cuts.ts';
import { contractRowsTotal } from './stores/chains/chain-polls.ts';
import { symbolRanges } from './stores/chains/chain-rows.ts';
import type { NativeDatabase } from './connection.ts';

/** Bytes that a row takes with its entries in indexes, as measured on recorded sessions; for an estimate. */
const rowBytes = {
  market_data_cache: 120,
  spy_quotes: 180,
  option_contracts: 300,
  chain_polls: 145,
  api_requests_log: 135,
  alerts: 150,
} as const;

/** The tables of which rows go symbol by symbol, and the time by which they go. */
export const receiptColumns = { spy_quotes: 'received_at', alerts: 'timestamp' } as const;

type Found = { rows: number; oldest: number | null; bytes?: number };

/** What may go by the cutoffs, as the gate found it; `null` where a table is kept for ever. */
export interface RemovableRows {
  chains: Removable | null;
  quotes: Removable | null;
  alerts: Removable | null;
}

/** What would go by these cutoffs, and what is there. Reads only; counts by index. */
export function planRetention(
  native: NativeDatabase,
  cutoffs: Cutoffs,
  now: number,
  removable: RemovableRows,
): Omit<PruneReport, 'durationMs' | 'onlyArchived' | 'waiting'> {
  const total = (table: string) =>
    native
      .prepare<[], number>(table === 'option_contracts' ? contractRowsTotal : `select count(*) from ${table}`)
      .pluck()
      .get() ?? 0;
  const older = (table: string, cutoff: number): Found =>
    native
      .prepare<[number], Found>(
        `select count(*) as rows, min(timestamp) as oldest from ${table} where timestamp < ?`,
      )
      .get(cutoff) ?? nothing;
  const line = (table: string, cutoff: number | null, found: Found): PruneTable => ({
    table,
    rows: found.rows,
    bytes: found.bytes ?? found.rows * (rowBytes[table as keyof typeof rowBytes] ?? 0),
    cutoff,
    oldest: found.oldest,
    total: total(table),
  });
  const unlessKept = (cutoff: number | null, find: (cutoff: number) => Found): Found =>
    cutoff === null ? nothing : find(cutoff);

  const chains = cutoffs.option_contracts;
  const cuts = removable.chains === null ? [] : chainsToCut(native, removable.chains.cutoffOf);
  const tables = [
    line(
      'market_data_cache',
      cutoffs.market_data_cache,
      unlessKept(cutoffs.market_data_cache, (cutoff) => expiredEntries(native, cutoff)),
    ),
    line('spy_quotes', cutoffs.spy_quotes, rowsOfSymbols(native, 'spy_quotes', removable.quotes)),
    line('option_contracts', chains, contractRows(native, cuts)),
    line('historical_prices', null, nothing),
    line(
      'api_requests_log',
      cutoffs.api_requests_log,
      unlessKept(cutoffs.api_requests_log, (cutoff) => older('api_requests_log', cutoff)),
    ),
    line('chain_polls', chains, pollRows(native, cuts)),
    line('poll_gaps', null, nothing),
    line('chain_metrics', null, nothing),
    line('exchange_days', null, nothing),
    line('alerts', cutoffs.alerts, rowsOfSymbols(native, 'alerts', removable.alerts)),
    line('recomputed_metrics', null, nothing),
    line('archived_sessions', null, nothing),
    line('rebuilt_minutes', null, nothing),
  ];
  return {
    isDryRun: true,
    at: now,
    tables,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    bytes: tables.reduce((sum, { bytes }) => sum + bytes, 0),
    freedBytes: 0,
  };
}

const nothing: Found = { rows: 0, oldest: null };

function expiredEntries(native: NativeDatabase, cutoff: number): Found {
  const found = native
    .prepare<[number], { rows: number; oldest: number | null; bodies: number | null }>(`
      select count(*) as rows, min(created_at) as oldest, sum(octet_length(raw_data)) as bodies
      from market_data_cache where expires_at <= ?`)
    .get(cutoff);
  if (!found) return nothing;
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
): Found {
  if (removable === null) return nothing;
  const time = receiptColumns[table];
  const older = native.prepare<[string, number], Found>(
    `select count(*) as rows, min(${time}) as oldest from ${table} where symbol = ? and ${time} < ?`,
  );
  return sum(removable.symbols.map((symbol) => older.get(symbol, removable.cutoffOf(symbol))));
}

function contractRows(native: NativeDatabase, cuts: ChainCut[]): Found {
  const polled = native.prepare<Omit<ChainCut, 'kind' | 'cutoff'>, Found>(`
    select coalesce(sum(stored), 0) as rows, min(timestamp) as oldest from chain_polls
    where underlying = :underlying and expiration_date = :expiration`);
  // Without polls: a prune was stopped between a chain's polls and its rows.
  const orphaned = native.prepare<{ ranges: string }, Found>(`
    select count(*) as rows, min(timestamp) as oldest from json_each(:ranges) as bounds cross join option_contracts
    where symbol >= bounds.value->>0 and symbol < bounds.value->>1`);
  const superseded = native.prepare<{ ranges: string; cutoff: number }, Found>(
    `select count(*) as rows, min(timestamp) as oldest from (${supersededRows})`,
  );
  return sum(
    cuts.map(({ underlying, expiration, kind, cutoff }) => {
      const ranges = symbolRanges(underlying, expiration);
      if (kind === 'superseded') return superseded.get({ ranges, cutoff });
      const found = polled.get({ underlying, expiration });
      return found && found.oldest !== null ? found : orphaned.get({ ranges });
    }),
  );
}

function pollRows(native: NativeDatabase, cuts: ChainCut[]): Found {
  const figures = 'select count(*) as rows, min(timestamp) as oldest';
  const all = native.prepare<Omit<ChainCut, 'kind' | 'cutoff'>, Found>(
    `${figures} from chain_polls where underlying = :underlying and expiration_date = :expiration`,
  );
  const superseded = native.prepare<Omit<ChainCut, 'kind'>, Found>(`${figures} ${supersededPolls}`);
  return sum(
    cuts.map(({ underlying, expiration, kind, cutoff }) =>
      kind === 'expired'
        ? all.get({ underlying, expiration })
        : superseded.get({ underlying, expiration, cutoff }),
    ),
  );
}

function sum(parts: (Found | undefined)[]): Found {
  let rows = 0;
  let oldest: number | null = null;
  for (const part of parts) {
    if (!part || part.rows === 0) continue;
    rows += part.rows;
    if (part.oldest !== null && (oldest === null || part.oldest < oldest)) oldest = part.oldest;
  }
  return { rows, oldest };
}
