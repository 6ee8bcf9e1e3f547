import { type Clock, withinLimit } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';

/**
 * The one writer of a recording. Units of work run one after the other, in the order in which they were given: nothing
 * of one lies between the parts of another, and who reads after a write has been awaited finds it.
 */
export interface Writer {
  /**
   * Runs a unit of work once all units given before it have ended. What it throws fails this unit alone. The body of a
   * transaction must be synchronous: other work of the thread goes on while a unit awaits something.
   * @throws SpyglassError `not_running` when the recording is closed before its turn
   */
  write<T>(work: () => T | Promise<T>): Promise<T>;
  /**
   * Takes no more work. Resolves when all that was given has ended, or real `limitMs` have passed: what has not begun by
   * then fails.
   */
  close(clock: Clock, limitMs: number): Promise<void>;
}

export function createWriter(): Writer {
  let last: Promise<unknown> = Promise.resolve();
  let isClosing = false;
  let isOver = false;
  const refuse = () => {
    throw new SpyglassError('not_running', 'The recording is closed.');
  };
  return {
    write(work) {
      const unit = last.then(isClosing ? refuse : () => (isOver ? refuse() : work()));
      last = Promise.allSettled([unit]);
      return unit;
    },
    async close(clock, limitMs) {
      isClosing = true;
      await withinLimit(clock, limitMs, last);
      isOver = true;
    },
  };
}
