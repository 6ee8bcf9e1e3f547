import type { Clock } from '../../base/clock.ts';
import type { PruneReport } from '../../recordings/reports.ts';
import type { Retention } from '../../recordings/retention.ts';
import type { NativeDatabase } from './connection.ts';
import type { LogCopier } from './files/log-copier.ts';
import { type Chunks, createChunks } from './retention-chunks.ts';
import { planRetention } from './retention-plan.ts';
import { deleteChains } from './stores/chains/delete-chains.ts';
import { databaseBytes } from './table-status.ts';
import type { Writer } from './writer.ts';

/** What retention works on. */
export interface RetentionOptions {
  native: NativeDatabase;
  writer: Writer;
  clock: Pick<Clock, 'monotonic'>;
  logCopier: LogCopier;
  /** Called with each chain whose rows went, so that no later poll is compared with them. */
  forget: (underlying: string, expiration: string) => void;
}

/** @returns the retention of one database; its chunks take their turns in the writer's queue */
export function createRetention(options: RetentionOptions): Retention {
  const { native, writer, clock, logCopier } = options;
  return {
    async plan(cutoffs, now) {
      const startedAt = clock.monotonic();
      const found = planRetention(native, cutoffs, now);
      return { ...found, durationMs: clock.monotonic() - startedAt };
    },
    async execute(planned, run = {}) {
      const startedAt = clock.monotonic();
      const bytesBefore = databaseBytes(native);
      const removed = await logCopier.during((copyLog) =>
        removeAll(options, planned, createChunks(writer, clock, copyLog, run)),
      );
      const tables = planned.tables.map((line) => {
        const rows = removed[line.table] ?? 0;
        return { ...line, rows, bytes: line.rows === 0 ? 0 : Math.round((line.bytes / line.rows) * rows) };
      });
      return {
        isDryRun: false,
        at: planned.at,
        tables,
        rows: tables.reduce((sum, { rows }) => sum + rows, 0),
        bytes: tables.reduce((sum, { bytes }) => sum + bytes, 0),
        freedBytes: Math.max(0, bytesBefore - databaseBytes(native)),
        durationMs: clock.monotonic() - startedAt,
      };
    },
  };
}

/** The tables of which rows go by one time, and by which. */
const byTime: readonly { table: string; condition: string }[] = [
  { table: 'market_data_cache', condition: 'expires_at <=' },
  { table: 'spy_quotes', condition: 'timestamp <' },
  { table: 'api_requests_log', condition: 'timestamp <' },
  { table: 'alerts', condition: 'timestamp <' },
];

/** Removes what a plan names, as far as the run is not stopped; gives the rows that went, by table. */
async function removeAll(
  { native, forget }: RetentionOptions,
  planned: PruneReport,
  chunks: Chunks,
): Promise<Record<string, number>> {
  const cutoffOf = (name: string) => planned.tables.find(({ table }) => table === name)?.cutoff ?? null;
  const removed: Record<string, number> = {};
  for (const { table, condition } of byTime) {
    const cutoff = cutoffOf(table);
    if (cutoff === null) continue;
    const remove = native.prepare<[number, number]>(
      `delete from ${table} where id in (select id from ${table} where ${condition} ? limit ?)`,
    );
    removed[table] = await chunks.run((size) => remove.run(cutoff, size).changes);
  }
  const chains = cutoffOf('option_contracts');
  if (chains !== null) {
    const { polls, rows } = await deleteChains(native, chains, chunks, forget);
    removed.option_contracts = rows;
    removed.chain_polls = polls;
  }
  if (!chunks.isStopped()) await giveBack(native, chunks);
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
