import { setImmediate } from 'node:timers/promises';
import type { RowBatch } from '../../export/columns/column.ts';
import type { RowFormat } from '../../export/formats/row-format.ts';
import type { ExportOutput } from './output/export-output.ts';

interface Writing {
  output: Pick<ExportOutput, 'write'>;
  signal: AbortSignal;
  /** Writes what stands before the rows also where there are none. */
  mayBeEmpty: boolean;
  onRows: (count: number) => void;
}

/** Batches that may be read in one turn of the event loop: reading a database takes none by itself. */
const batchesInATurn = 32;

/** Writes rows as they come, and returns how many; `null` where there were none, and nothing was written. Throws the signal's reason. */
export async function writeRows(
  batches: AsyncIterable<RowBatch>,
  format: RowFormat,
  { output, signal, mayBeEmpty, onRows }: Writing,
): Promise<number | null> {
  let total = 0;
  let turn = 0;
  let isStarted = false;
  const start = async () => {
    if (!isStarted) await output.write(format.start());
    isStarted = true;
  };
  for await (const batch of batches) {
    turn += 1;
    if (turn % batchesInATurn === 0) await setImmediate();
    signal.throwIfAborted();
    if (batch.rows.length === 0) continue;
    await start();
    await output.write(await format.rows(batch));
    total += batch.rows.length;
    onRows(batch.rows.length);
  }
  signal.throwIfAborted();
  if (total === 0 && !mayBeEmpty) return null;
  await start();
  await output.write(await format.end());
  return total;
}
