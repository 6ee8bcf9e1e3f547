import type { Clock } from '../../base/clock.ts';
import { tradeDateBegin } from '../../market/calendar/trade-date.ts';
import type { ArchivedSessionStore } from '../../recordings/archived-sessions.ts';
import type { PruneReport } from '../../recordings/reports.ts';
import type { Cutoffs, Retention } from '../../recordings/retention.ts';
import type { NativeDatabase } from './connection.ts';
import type { LogCopier } from './files/log-copier.ts';
import { type Chunks, createChunks } from './retention-chunks.ts';
import { prepareRetentionGate, type Removable } from './retention-gate.ts';
import { planRetention, receiptColumns, type RemovableRows } from './retention-plan.ts';
import { deleteChains } from './stores/chains/delete-chains.ts';
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
  const { native, writer, clock, logCopier } = options;
  const findRemovable = prepareRemovable(options);
  return {
    async plan(cutoffs, now, { onlyArchived = false } = {}) {
      const startedAt = clock.monotonic();
      const removable = await findRemovable(cutoffs, onlyArchived);
      const found = planRetention(native, cutoffs, now, removable);
      const waiting = [removable.chains, removable.quotes ?? removable.alerts].flatMap(
        (rows) => rows?.waiting ?? [],
      );
      return { ...found, onlyArchived, waiting, durationMs: clock.monotonic() - startedAt };
    },
    async execute(planned, run = {}) {
      const startedAt = clock.monotonic();
      const bytesBefore = databaseBytes(native);
      const removable = await findRemovable(cutoffsOf(planned), planned.onlyArchived);
      const removed = await logCopier.during((copyLog) =>
        removeAll(options, planned, removable, createChunks(writer, clock, copyLog, run)),
      );
      const tables = planned.tables.map((line) => {
        const rows = removed[line.table] ?? 0;
        return { ...line, rows, bytes: line.rows === 0 ? 0 : Math.round((line.bytes / line.rows) * rows) };
      });
      return {
        ...planned,
        ...{ isDryRun: false, tables },
        rows: tables.reduce((sum, { rows }) => sum + rows, 0),
        bytes: tables.reduce((sum, { bytes }) => sum + bytes, 0),
        freedBytes: Math.max(0, bytesBefore - databaseBytes(native)),
        durationMs: clock.monotonic() - startedAt,
      };
    },
  };
}

const cutoffOf = ({ tables }: PruneReport, name: keyof Cutoffs): number | null =>
  tables.find(({ table }) => table === name)?.cutoff ?? null;

function cutoffsOf(planned: PruneReport): Pick<Cutoffs, 'option_contracts' | 'spy_quotes' | 'alerts'> {
  return {
    option_contracts: cutoffOf(planned, 'option_contracts'),
    spy_quotes: cutoffOf(planned, 'spy_quotes'),
    alerts: cutoffOf(planned, 'alerts'),
  };
}

/** Quotes and alerts of a session go together, as far as they are cut alike. */
function prepareRemovable({ native, archivedSessions }: RetentionOptions) {
  const find = prepareRetentionGate(native, archivedSessions.all);
  return async (
    cutoffs: Pick<Cutoffs, 'option_contracts' | 'spy_quotes' | 'alerts'>,
    onlyArchived: boolean,
  ): Promise<RemovableRows> => {
    const chains = cutoffs.option_contracts;
    const later = Math.max(cutoffs.spy_quotes ?? 0, cutoffs.alerts ?? 0);
    const received = later === 0 ? null : await find('quotes', later, onlyArchived);
    const upTo = (cutoff: number | null): Removable | null => {
      if (cutoff === null || received === null) return null;
      const begin = tradeDateBegin(cutoff);
      return { ...received, cutoffOf: (symbol) => Math.min(begin, received.cutoffOf(symbol)) };
    };
    return {
      chains: chains === null ? null : await find('chains', chains, onlyArchived),
      quotes: upTo(cutoffs.spy_quotes),
      alerts: upTo(cutoffs.alerts),
    };
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
    const cutoff = cutoffOf(planned, table);
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
