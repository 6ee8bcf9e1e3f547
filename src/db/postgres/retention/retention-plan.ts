import { tradeDateBegin } from '../../../market/calendar/trade-date.ts';
import type { PruneReport } from '../../../recordings/reports.ts';
import type { Cutoffs } from '../../../recordings/retention.ts';
import {
  type FoundRows,
  nothingFound,
  planReport,
  type ReportedTable,
  reportedTables,
  type RowBytes,
  sumOfFound,
} from '../../retention/prune-report.ts';
import type { GatedCutoffs, RemovableRows } from '../../retention/removable.ts';
import type { Removable } from '../../retention/retention-gate.ts';
import type { Sql } from '../connection/sql.ts';
import { type ChainCuts, findChainCuts } from './chain-cuts.ts';
import { keptPolls, keptRows, type PartitionSurvey, surveyPartitions } from './partition-survey.ts';

/** Bytes that a row takes with its entries in indexes, as measured on recorded sessions; for an estimate. */
const rowBytes: RowBytes = {
  market_data_cache: 200,
  spy_quotes: 360,
  option_contracts: 450,
  chain_polls: 360,
  api_requests_log: 230,
  alerts: 250,
};

/** What goes of the partitioned tables. */
export interface Survey {
  cuts: ChainCuts;
  polls: PartitionSurvey[];
  contracts: PartitionSurvey[];
  quotes: PartitionSurvey[];
}

/** Looks at all partitions that reach back beyond a cutoff. */
export async function survey(sql: Sql, cutoffs: GatedCutoffs, removable: RemovableRows): Promise<Survey> {
  const found: Survey = { cuts: { continuing: [], expired: [] }, polls: [], contracts: [], quotes: [] };
  const { chains, quotes } = removable;
  if (chains !== null) {
    const upTo = { ...chains, latest: tradeDateBegin(cutoffs.option_contracts!) };
    found.cuts = await findChainCuts(sql, chains);
    found.polls = await surveyPartitions(sql, 'chain_polls', upTo, keptPolls(found.cuts));
    found.contracts = await surveyPartitions(sql, 'option_contracts', upTo, keptRows(found.cuts));
  }
  if (quotes !== null) {
    const upTo = { ...quotes, latest: tradeDateBegin(cutoffs.spy_quotes!) };
    found.quotes = await surveyPartitions(sql, 'spy_quotes', upTo);
  }
  return found;
}

/** What would go by these cutoffs, and what is there. Reads only. */
export async function planRetention(
  sql: Sql,
  cutoffs: Cutoffs,
  now: number,
  removable: RemovableRows,
): Promise<Omit<PruneReport, 'durationMs' | 'onlyArchived' | 'waiting'>> {
  const { quotes, contracts, polls } = await survey(sql, cutoffs, removable);
  const found = {
    market_data_cache: await expiredEntries(sql, cutoffs.market_data_cache),
    spy_quotes: sumOfFound(quotes),
    option_contracts: sumOfFound(contracts),
    api_requests_log: await olderCalls(sql, cutoffs.api_requests_log),
    chain_polls: sumOfFound(polls),
    alerts: await olderAlerts(sql, removable.alerts),
  };
  const totals = {} as Record<ReportedTable, number>;
  for (const table of reportedTables) totals[table] = await totalOf(sql, table);
  return planReport(cutoffs, now, found, { totals, rowBytes });
}

/** Rows of contracts are the sum of what each poll stored. */
async function totalOf(sql: Sql, table: ReportedTable): Promise<number> {
  const counted =
    table === 'option_contracts'
      ? 'select coalesce(sum(stored), 0) as total from chain_polls'
      : `select count(*) as total from ${table}`;
  return (await sql.get<{ total: number }>(counted))!.total;
}

async function olderCalls(sql: Sql, cutoff: number | null): Promise<FoundRows> {
  if (cutoff === null) return nothingFound;
  const counted =
    'select count(*) as rows, min(timestamp) as oldest from api_requests_log where timestamp < $1';
  return (await sql.get<FoundRows>(counted, [cutoff]))!;
}

async function expiredEntries(sql: Sql, cutoff: number | null): Promise<FoundRows> {
  if (cutoff === null) return nothingFound;
  const { rows, oldest, bodies } = (await sql.get<{ rows: number; oldest: number | null; bodies: number }>(
    `select count(*) as rows, min(created_at) as oldest, coalesce(sum(octet_length(raw_data)), 0) as bodies
     from market_data_cache where expires_at <= $1`,
    [cutoff],
  ))!;
  return { rows, oldest, bytes: bodies + rows * rowBytes.market_data_cache };
}

async function olderAlerts(sql: Sql, removable: Removable | null): Promise<FoundRows> {
  if (removable === null) return nothingFound;
  const counted = `select count(*) as rows, min(alerts.timestamp) as oldest
    from unnest($1::text[], $2::int8[]) as cut (symbol, before)
    join alerts on alerts.symbol = cut.symbol and alerts.timestamp < cut.before`;
  return (await sql.get<FoundRows>(counted, cutValues(removable)))!;
}

/** The symbols, and before which instant the rows of each may go. */
export function cutValues({ symbols, cutoffOf }: Removable): [string[], number[]] {
  return [[...symbols], symbols.map(cutoffOf)];
}
