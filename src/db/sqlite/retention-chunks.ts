import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../base/clock.ts';
import type { RetentionRun } from '../../recordings/retention.ts';
import type { Writer } from './writer.ts';

/** A chunk grows or shrinks until it takes about this long. */
const chunkMs = 4;
const smallestChunk = 16;
const firstChunk = 64;
const largestChunk = 1000;
/** A row dirties two or three pages: the log grows by some megabytes between two copies of it. */
const rowsPerCopy = 2000;

/** One run of retention, in chunks of a few milliseconds. */
export interface Chunks {
  readonly isStopped: () => boolean;
  /**
   * Runs a step, given the size of its chunk, until it says that nothing is left; gives the sum of what it did. Each step
   * is a unit of the writer's, so that a poll is stored between two of them.
   */
  run(step: (size: number) => number): Promise<number>;
  /** One step more, whatever its size. */
  once(step: () => void): Promise<void>;
}

/** @param copyLog copies the log: rows lie all over the indexes by contract, so that a chunk dirties hundreds of pages */
export function createChunks(
  { write }: Writer,
  clock: Pick<Clock, 'monotonic'>,
  copyLog: () => Promise<void>,
  { signal, yieldBetween = setImmediate }: RetentionRun,
): Chunks {
  let sinceCopy = 0;
  const copyIfDue = async (rows: number) => {
    sinceCopy += rows;
    if (sinceCopy < rowsPerCopy) return;
    sinceCopy = 0;
    await copyLog();
  };
  const timed = (step: () => number) => () => {
    const startedAt = clock.monotonic();
    const count = step();
    return { count, tookMs: clock.monotonic() - startedAt };
  };
  return {
    isStopped: () => signal?.aborted ?? false,
    async run(step) {
      let size = firstChunk;
      let done = 0;
      while (!signal?.aborted) {
        const { count, tookMs } = await write(timed(() => step(size)));
        done += count;
        if (count < size) break;
        const fitting = Math.round(size * Math.min(2, chunkMs / Math.max(tookMs, 0.1)));
        size = Math.min(largestChunk, Math.max(smallestChunk, fitting));
        await yieldBetween();
        await copyIfDue(count);
      }
      return done;
    },
    once: (step) => write(step),
  };
}
