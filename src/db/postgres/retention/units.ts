import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../base/clock.ts';
import type { RetentionRun } from '../../../recordings/retention.ts';
import type { SqlTransaction } from '../connection/sql.ts';
import type { PostgresWriter } from '../writer.ts';

/** A chunk grows or shrinks until it takes about this long: a poll waits for one at most. */
const chunkMs = 50;
const smallestChunk = 100;
const firstChunk = 1000;
const largestChunk = 20_000;

/** One run of retention, in units of the writer's. */
export interface Units {
  readonly isStopped: () => boolean;
  once<T>(step: (sql: SqlTransaction) => Promise<T>): Promise<T>;
  /** Lets others have their turn. */
  rest(): Promise<void>;
  /** Runs a step, given the size of its chunk, until it says that it has seen less; gives the sum of the rows that it removed. */
  run(step: (sql: SqlTransaction, size: number) => Promise<{ seen: number; rows: number }>): Promise<number>;
}

export function createUnits(
  { write }: PostgresWriter,
  clock: Pick<Clock, 'monotonic'>,
  { signal, yieldBetween = setImmediate }: RetentionRun,
): Units {
  return {
    isStopped: () => signal?.aborted ?? false,
    once: write,
    rest: async () => void (await yieldBetween()),
    async run(step) {
      let size = firstChunk;
      let removed = 0;
      while (!signal?.aborted) {
        const { seen, rows, tookMs } = await write(async (sql) => {
          const startedAt = clock.monotonic();
          return { ...(await step(sql, size)), tookMs: clock.monotonic() - startedAt };
        });
        removed += rows;
        if (seen < size) break;
        const fitting = Math.round(size * Math.min(2, chunkMs / Math.max(tookMs, 1)));
        size = Math.min(largestChunk, Math.max(smallestChunk, fitting));
        await yieldBetween();
      }
      return removed;
    },
  };
}
