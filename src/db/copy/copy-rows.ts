import { compareRows } from './compare-rows.ts';
import type { CopiedTable, CopySource, CopyTarget } from './copied-rows.ts';
import type { CopiedTableReport, CopyProgress, CopyReport } from '../../recordings/shared/copy-report.ts';

/** Reasons of one table that are named. */
const maxReasons = 3;

/** How a copy is watched and stopped. */
export interface CopyRun {
  /** Stops between two batches, with the signal's reason. */
  signal: AbortSignal;
  onProgress: (progress: CopyProgress) => void;
}

/**
 * Copies the rows that the target lacks, with their ids, and compares all rows afterwards. What is there already is left as it is,
 * so that a copy that was cut goes on where it was.
 */
export async function copyRows(
  source: CopySource,
  target: CopyTarget,
  tables: readonly CopiedTable[],
  run: CopyRun,
): Promise<CopyReport> {
  // First of all: what is recorded in the target after a copy that was cut gets ids of its own.
  const lastIds = await source.lastIds(tables);
  await target.raiseIds(lastIds);
  const expected = await expectedRows(source, tables);
  const written = new Map<string, Pick<CopiedTableReport, 'copied' | 'refused'>>();
  const copying = progressOf('copy', expected, run);
  for (const table of tables)
    written.set(table.name, await copyTable(source, target, table, copying.of(table), run.signal));
  const verifying = progressOf('verify', expected, run);
  const reports: CopiedTableReport[] = [];
  for (const table of tables) {
    const step = verifying.of(table);
    const compared = await compareRows(source, target, table, (rows) => {
      run.signal.throwIfAborted();
      step(rows);
    });
    reports.push({ ...compared, ...written.get(table.name)! });
  }
  return {
    ...{ from: source.name, to: target.name },
    isSame: reports.every(isSame),
    copied: reports.reduce((sum, { copied }) => sum + copied, 0),
    tables: reports,
  };
}

/** Whether source and target have the same rows of a table. */
export function isSame({ missing, different, extra, sourceHash, targetHash }: CopiedTableReport): boolean {
  return missing + different + extra === 0 && sourceHash === targetHash;
}

async function copyTable(
  source: CopySource,
  target: CopyTarget,
  table: CopiedTable,
  onBatch: (rows: number) => void,
  signal: AbortSignal,
): Promise<Pick<CopiedTableReport, 'copied' | 'refused'>> {
  const before = await target.countRows(table);
  const refused: string[] = [];
  for await (const rows of source.batches(table)) {
    signal.throwIfAborted();
    const there = before === 0 ? new Set<number>() : await target.idsOf(table, rows);
    const missing = rows.filter(({ id }) => !there.has(id));
    if (missing.length > 0) refused.push(...(await target.put(table, missing)));
    refused.splice(maxReasons);
    onBatch(rows.length);
  }
  return { copied: (await target.countRows(table)) - before, refused };
}

async function expectedRows(source: CopySource, tables: readonly CopiedTable[]): Promise<number> {
  let rows = 0;
  for (const table of tables) rows += await source.expectedRows(table);
  return rows;
}

function progressOf(step: CopyProgress['step'], expected: number, { onProgress }: CopyRun) {
  let done = 0;
  return {
    of: ({ name: table }: CopiedTable) => {
      return (rows: number) => {
        done += rows;
        onProgress({ step, table, done, total: Math.max(expected, done) });
      };
    },
  };
}
