import type { Clock } from '../../base/clock.ts';
import type { ArchivedSessionStore } from '../../recordings/archived-sessions.ts';
import type { PruneReport } from '../../recordings/reports.ts';
import type { Retention } from '../../recordings/retention.ts';
import type { NativeDatabase } from './connection.ts';
import type { LogCopier } from './files/log-copier.ts';
import { type Chunks, createChunks } from './retention-chunks.ts';
import { executedReport, plannedCutoff, plannedCutoffs } from '../retention/prune-report.ts';
import { type RemovableRows, removableRows, waitingOf } from '../retention/removable.ts';
import { createRetentionGate, type Removable } from '../retention/retention-gate.ts';
import { planRetention, receiptColumns } from './retention-plan.ts';
import { deleteChains } from './stores/chains/delete-chains.ts';
import { prepareRecordedDays } from './stores/sessions/recorded-days.ts';
import { prepareSessionCounts } from './stores/sessions/session-counts.ts';
import { databaseBytes } from './table-status.ts';
import type { Writer } from './writer.ts';

/** What retention works on. */
export interface RetentionOptions {
  native: NativeDatabase;
  writer: Writer;
  clock: Pick<Clock, 'monotonic'>;
  logCopier: LogCopier;
  archivedSessions: Pick<ArchivedSessionStore, 'all' | 'markRemoved'>;
  /** Called with each chain whose rows went, so that no later poll is compared with them. */
  forget: (underlying: string, expiration: string) => void;
}

/** @returns the retention of one database; its chunks take their turns in the writer's queue */
export function createRetention(options: RetentionOptions): Retention {
  const { native, writer, clock, logCopier, archivedSessions } = options;
  const gate = createRetentionGate(
    { ...prepareRecordedDays(native), ...prepareSessionCounts(native) },
    archivedSessions.all,
  );
  return {
    async plan(cutoffs, now, { onlyArchived = false } = {}) {
      const startedAt = clock.monotonic();
      const removable = await removableRows(gate, cutoffs, onlyArchived);
      const found = planRetention(native, cutoffs, now, removable);
      const waiting = waitingOf(removable);
      return { ...found, onlyArchived, waiting, durationMs: clock.monotonic() - startedAt };
    },
    async execute(planned, run = {}) {
      const startedAt = clock.monotonic();
      const bytesBefore = databaseBytes(native);
      const removable = await removableRows(gate, plannedCutoffs(planned), planned.onlyArchived);
      const removed = await logCopier.during((copyLog) =>
        removeAll(options, planned, removable, createChunks(writer, clock, copyLog, run)),
      );
      return executedReport(planned, removed, {
        freedBytes: Math.max(0, bytesBefore - databaseBytes(native)),
        durationMs: clock.monotonic() - startedAt,
      });
    },
  };
}

/** The tables of which rows go by one time, and by which. */
const byTime = [
  { table: 'market_data_cache', condition: 'expires_at <=' },
  { table: 'api_requests_log', condition: 'timestamp <' },
] as const;

/** Removes what a plan names, as far as the run is not stopped; gives the rows that went, by table. */
async function removeAll(
  { native, archivedSessions, forget }: RetentionOptions,
  planned: PruneReport,
  removable: RemovableRows,
  chunks: Chunks,
): Promise<Record<string, number>> {
  const removed: Record<string, number> = {};
  for (const { table, condition } of byTime) {
    const cutoff = plannedCutoff(planned, table);
    if (cutoff === null) continue;
    const remove = native.prepare<[number, number]>(
      `delete from ${table} where id in (select id from ${table} where ${condition} ? limit ?)`,
    );
    removed[table] = await chunks.run((size) => remove.run(cutoff, size).changes);
  }
  const { chains, quotes, alerts } = removable;
  const received = quotes ?? alerts;
  if (received !== null && !chunks.isStopped()) {
    await archivedSessions.markRemoved(received.toMark, 'quotes', planned.at);
    if (quotes) removed.spy_quotes = await deleteReceived(native, 'spy_quotes', quotes, chunks);
    if (alerts) removed.alerts = await deleteReceived(native, 'alerts', alerts, chunks);
  }
  if (chains !== null && !chunks.isStopped()) {
    await archivedSessions.markRemoved(chains.toMark, 'chains', planned.at);
    const { polls, rows } = await deleteChains(native, chains.cutoffOf, chunks, forget);
    removed.option_contracts = rows;
    removed.chain_polls = polls;
  }
  if (!chunks.isStopped()) await giveBack(native, chunks);
  return removed;
}

async function deleteReceived(
  native: NativeDatabase,
  table: keyof typeof receiptColumns,
  { symbols, cutoffOf }: Removable,
  chunks: Chunks,
): Promise<number> {
  const remove = native.prepare<[string, number, number]>(`
    delete from ${table} where id in (
      select id from ${table} where symbol = ? and ${receiptColumns[table]} < ? limit ?)`);
  let removed = 0;
  for (const symbol of symbols) {
    removed += await chunks.run((size) => remove.run(symbol, cutoffOf(symbol), size).changes);
  }
  return removed;
}

/** Gives the freed pages back to the file system. */
async function giveBack(native: NativeDatabase, chunks: Chunks): Promise<void> {
  const freePages = () => Number(native.pragma('freelist_count', { simple: true }));
  await chunks.run((size) => {
    const before = freePages();
    native.exec(`pragma incremental_vacuum(${size})`);
    return before - freePages();
  });
}
