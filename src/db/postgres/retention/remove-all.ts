import type { ArchivedSessionStore } from '../../../recordings/archived-sessions.ts';
import type { PruneReport } from '../../../recordings/reports.ts';
import { plannedCutoff, type PrunedTable } from '../../retention/prune-report.ts';
import type { RemovableRows } from '../../retention/removable.ts';
import type { Removable } from '../../retention/retention-gate.ts';
import type { SqlTransaction, SqlValue } from '../connection/sql.ts';
import type { ContinuingChain } from './chain-cuts.ts';
import type { PartitionSurvey } from './partition-survey.ts';
import { removeFrom } from './remove-partitions.ts';
import { cutValues, type Survey } from './retention-plan.ts';
import type { ChainKey } from '../stores/chains/poll-reads.ts';
import type { Units } from './units.ts';

type Removed = Partial<Record<PrunedTable, number>>;

/** Whom a run tells before rows go. */
export interface ToldOfRemovals {
  archivedSessions: Pick<ArchivedSessionStore, 'markRemoved'>;
  /** Called with each chain whose rows go, so that no later poll is compared with them. */
  forget: (chain: ChainKey) => void;
}

/** What one run works with. */
interface Run {
  removable: RemovableRows;
  found: Survey;
  units: Units;
}

/** Removes what a plan names, as far as the run is not stopped; gives the rows that went, by table. */
export async function removeAll(
  { archivedSessions, forget }: ToldOfRemovals,
  planned: PruneReport,
  { removable, found, units }: Run,
): Promise<Removed> {
  const removed: Removed = await removeByTime(planned, units);
  const { chains, quotes, alerts } = removable;
  const received = quotes ?? alerts;
  if (received !== null && !units.isStopped()) {
    await archivedSessions.markRemoved(received.toMark, 'quotes', planned.at);
    removed.spy_quotes = await removePartitions(found.quotes, units);
    if (alerts) removed.alerts = await removeAlerts(alerts, units);
  }
  if (chains !== null && !units.isStopped()) {
    await archivedSessions.markRemoved(chains.toMark, 'chains', planned.at);
    for (const chain of found.cuts.expired) forget(chain);
    // Polls go first: a chain without a poll is not there, while one with half its rows would be wrong.
    removed.chain_polls = await removePartitions(found.polls, units);
    removed.option_contracts = await removePartitions(found.contracts, units);
    await units.once((sql) => countBefore(sql, found.cuts.continuing));
  }
  return removed;
}

/** The tables of which rows go by one time, and by which. */
const byTime = [
  { table: 'market_data_cache', condition: 'expires_at <=' },
  { table: 'api_requests_log', condition: 'timestamp <' },
] as const;

async function removeByTime(planned: PruneReport, units: Units): Promise<Removed> {
  const removed: Removed = {};
  for (const { table, condition } of byTime) {
    const cutoff = plannedCutoff(planned, table);
    if (cutoff === null) continue;
    const text = `delete from ${table} where id in (select id from ${table} where ${condition} $1 limit $2)`;
    removed[table] = await removeChunks(units, text, [cutoff]);
  }
  return removed;
}

const alertsBefore = `delete from alerts where id in (
    select alerts.id from unnest($1::text[], $2::int8[]) as cut (symbol, before)
    join alerts on alerts.symbol = cut.symbol and alerts.timestamp < cut.before limit $3)`;

function removeAlerts(alerts: Removable, units: Units): Promise<number> {
  return removeChunks(units, alertsBefore, cutValues(alerts));
}

/** @param text takes the values, and after them how many rows may go */
function removeChunks(units: Units, text: string, values: readonly SqlValue[]): Promise<number> {
  return units.run(async (sql, size) => {
    const rows = await sql.run(text, [...values, size]);
    return { rows, seen: rows };
  });
}

/** The oldest first. */
async function removePartitions(surveys: readonly PartitionSurvey[], units: Units): Promise<number> {
  let removed = 0;
  for (const partition of surveys) {
    if (units.isStopped()) break;
    const rows = await removeFrom(partition, units);
    if (rows > 0) await units.rest();
    removed += rows;
  }
  return removed;
}

const setStored = `
  update chain_polls set stored = $1::int8 + (
    select count(*) from option_contracts
    where trade_date = $2 and timestamp <= $3 and underlying = $4 and expiration_date = $5)
  where trade_date = $2 and id = $6`;

/** The rows that still hold from before the cutoff are the first poll's now. */
async function countBefore(sql: SqlTransaction, chains: readonly ContinuingChain[]): Promise<void> {
  for (const { poll, rows } of chains) {
    const { underlying, expiration, timestamp } = poll.poll;
    const earlier = rows.filter(({ date }) => date < poll.date).length;
    await sql.run(setStored, [earlier, poll.date, timestamp, underlying, expiration, poll.id]);
  }
}
