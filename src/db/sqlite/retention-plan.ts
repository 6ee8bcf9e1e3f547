import type { PruneReport, PruneTable } from '../../recordings/reports.ts';
import type { Cutoffs } from '../../recordings/retention.ts';
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

type Found = { rows: number; oldest: number | null; bytes?: number };

/** What would go by these cutoffs, and what is there. Reads only; counts by index. */
export function planRetention(
  native: NativeDatabase,
  cutoffs: Cutoffs,
  now: number,
): Omit<PruneReport, 'durationMs'> {
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
  const cuts = chains === null ? [] : chainsToCut(native, chains);
  const tables = [
    line(
      'market_data_cache',
      cutoffs.market_data_cache,
      unlessKept(cutoffs.market_data_cache, (cutoff) => expiredEntries(native, cutoff)),
    ),
    line(
      'spy_quotes',
      cutoffs.spy_quotes,
      unlessKept(cutoffs.spy_quotes, (cutoff) => older('spy_quotes', cutoff)),
    ),
    line(
      'option_contracts',
      chains,
      unlessKept(chains, (cutoff) => contractRows(native, cuts, cutoff)),
    ),
    line('historical_prices', null, nothing),
    line(
      'api_requests_log',
      cutoffs.api_requests_log,
      unlessKept(cutoffs.api_requests_log, (cutoff) => older('api_requests_log', cutoff)),
    ),
    line(
      'chain_polls',
      chains,
      unlessKept(chains, (cutoff) => pollRows(native, cuts, cutoff)),
    ),
    line('poll_gaps', null, nothing),
    line('chain_metrics', null, nothing),
    line('exchange_days', null, nothing),
    line(
      'alerts',
      cutoffs.alerts,
      unlessKept(cutoffs.alerts, (cutoff) => older('alerts', cutoff)),
    ),
    line('recomputed_metrics', null, nothing),
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

function contractRows(native: NativeDatabase, cuts: ChainCut[], cutoff: number): Found {
  const polled = native.prepare<Omit<ChainCut, 'kind'>, Found>(`
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
    cuts.map(({ underlying, expiration, kind }) => {
      const ranges = symbolRanges(underlying, expiration);
      if (kind === 'superseded') return superseded.get({ ranges, cutoff });
      const found = polled.get({ underlying, expiration });
      return found && found.oldest !== null ? found : orphaned.get({ ranges });
    }),
  );
}

function pollRows(native: NativeDatabase, cuts: ChainCut[], cutoff: number): Found {
  const figures = 'select count(*) as rows, min(timestamp) as oldest';
  const all = native.prepare<Omit<ChainCut, 'kind'> & { cutoff: number }, Found>(
    `${figures} from chain_polls where underlying = :underlying and expiration_date = :expiration`,
  );
  const superseded = native.prepare<Omit<ChainCut, 'kind'> & { cutoff: number }, Found>(
    `${figures} ${supersededPolls}`,
  );
  return sum(
    cuts.map(({ underlying, expiration, kind }) =>
      (kind === 'expired' ? all : superseded).get({ underlying, expiration, cutoff }),
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
