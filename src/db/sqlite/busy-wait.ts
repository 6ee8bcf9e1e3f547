import type { Clock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import { toDatabaseError } from './sqlite-error.ts';

/** What the log says then, and whoever started the daemon finds there. */
export const waitingForDatabase = 'waiting for the database';

/** How long to wait for a lock that another program holds, without holding up the thread. */
export interface BusyWait {
  clock: Clock;
  /** Real milliseconds. */
  patienceMs: number;
  /** Called once, with what is waited for. */
  onWaiting: (error: SpyglassError) => void;
  /** Gives up at once; what is thrown is the lock's error. */
  signal?: AbortSignal;
}

/** Real milliseconds between two tries. */
const retryMs = 250;

/** Tries again while another program keeps a lock on the database. Throws what the last try did. */
export async function whileBusy<T>(
  path: string,
  wait: BusyWait | undefined,
  work: () => T | Promise<T>,
): Promise<T> {
  const startedAt = wait?.clock.monotonic() ?? 0;
  for (let isFirst = true; ; isFirst = false) {
    try {
      return await work();
    } catch (thrown) {
      const error = toDatabaseError(thrown, path);
      const isBusy = error instanceof SpyglassError && error.code === 'database_busy';
      if (!wait || !isBusy || wait.signal?.aborted) throw error;
      if (wait.clock.monotonic() - startedAt >= wait.patienceMs) {
        const waited = `${error.message}; it did not let go within ${Math.round(wait.patienceMs / 1000)} s`;
        throw new SpyglassError('database_busy', waited, { cause: thrown });
      }
      if (isFirst) wait.onWaiting(error);
    }
    await wait.clock.sleep(retryMs * wait.clock.speed, wait.signal);
  }
}
