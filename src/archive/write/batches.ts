import type { SessionKey, SessionRows } from '../../recordings/session-rows.ts';
import type { SessionFileName } from '../archive-paths.ts';
import type { Batch } from '../parquet/table-writer.ts';
import type { Columns, Table } from '../tables/column.ts';
import { sessionTables } from '../tables/tables.ts';
import { createBatchBuilder } from './batch-builder.ts';

/**
 * The rows of a table in batches, each a row group; the same ones each time while the recording stays as it is. A batch lasts until
 * the next one is asked for, so that one is in memory.
 */
export type BatchSource = () => AsyncIterable<Batch>;

/**
 * Rows of a row group at most, but for a contract that has more. Fewer keep the memory of whoever writes and reads it small, more keep the calls
 * and the puts of an expiration together, which repeat each other.
 */
const groupRows = 400_000;
/** Contracts that are asked for at once. */
const contractsAtOnce = 16;
/** Rows of another table that make a row group. */
const otherRows = 65_536;

/** The rows of each table of a session. */
export function batchSources(rows: SessionRows, key: SessionKey): Record<SessionFileName, BatchSource> {
  const tables = sessionTables(key.underlying);
  const whole =
    <R, C extends Columns>(table: Table<R, C>, read: () => Promise<R[]>): BatchSource =>
    () =>
      batchesOf(table, read);
  return {
    chain: () => chainBatches(rows, key),
    quotes: whole(tables.quotes, () => rows.quotes(key)),
    levels: whole(tables.levels, () => rows.levels(key)),
    polls: whole(tables.polls, () => rows.polls(key)),
    gaps: whole(tables.gaps, () => rows.gaps(key)),
    alerts: whole(tables.alerts, () => rows.alerts(key)),
  };
}

async function* batchesOf<R, C extends Columns>(
  table: Table<R, C>,
  read: () => Promise<R[]>,
): AsyncGenerator<Batch> {
  const builder = createBatchBuilder(table);
  for (const row of await read()) {
    builder.add(row);
    if (builder.rows() >= otherRows) yield builder.take();
  }
  if (builder.rows() > 0) yield builder.take();
}

/** Row groups end where the root or the expiration changes, so that one expiration can be read alone. */
async function* chainBatches(rows: SessionRows, key: SessionKey): AsyncGenerator<Batch> {
  const builder = createBatchBuilder(sessionTables(key.underlying).chain);
  let series = '';
  for (let after: string | null = null; ; ) {
    const contracts = await rows.contracts(key, after, contractsAtOnce);
    for (const states of contracts) {
      const [first] = states;
      if (!first) continue;
      const next = seriesOf(first.symbol);
      const isFull = builder.rows() + states.length > groupRows;
      if (builder.rows() > 0 && (next !== series || isFull)) yield builder.take();
      series = next;
      for (const state of states) builder.add(state);
      after = first.symbol;
    }
    if (contracts.length < contractsAtOnce) break;
  }
  if (builder.rows() > 0) yield builder.take();
}

/** Root and expiration of a symbol: what is before C or P and the eight digits of the strike. */
function seriesOf(symbol: string): string {
  return symbol.slice(0, -9);
}
