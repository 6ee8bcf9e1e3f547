import type { Clock } from '../../base/clock.ts';
import { SpyglassError, toSpyglassError } from '../../base/errors.ts';
import type { ArchiveWorker } from './archive-worker.ts';

/** Real ms after which a worker that has nothing to do is closed. */
const idleMs = 20_000;

/**
 * A worker that is opened when it is asked something, and closed once it has not been for some time: for most of the day
 * there is nothing to archive, and a thread costs some megabytes. One that has ended is opened anew.
 */
export function createIdleWorker(open: () => Promise<ArchiveWorker>, clock: Clock): ArchiveWorker {
  let opened: Promise<ArchiveWorker> | null = null;
  let calls = 0;
  let cancel = () => {};
  let isClosed = false;
  const closeOpened = async () => {
    cancel();
    const closing = opened;
    opened = null;
    // One that could not be opened has nothing to close.
    await closing?.then(
      (worker) => worker.close(),
      () => {},
    );
  };
  const use = async <T>(ask: (worker: ArchiveWorker) => Promise<T>): Promise<T> => {
    if (isClosed) throw new SpyglassError('not_running', 'The daemon is closing.');
    cancel();
    calls += 1;
    opened ??= open();
    const own = opened;
    try {
      return await ask(await own);
    } catch (error) {
      const mayHaveEnded = toSpyglassError(error).code === 'internal';
      if (mayHaveEnded && opened === own) void closeOpened();
      throw error;
    } finally {
      calls -= 1;
      if (calls === 0 && !isClosed) cancel = clock.after(idleMs * clock.speed, () => void closeOpened());
    }
  };
  return {
    count: (keys) => use((worker) => worker.count(keys)),
    write: (request, run) => use((worker) => worker.write(request, run)),
    verify: (request, run) => use((worker) => worker.verify(request, run)),
    import: (request, run) => use((worker) => worker.import(request, run)),
    list: (directory) => use((worker) => worker.list(directory)),
    remove: (directory, key) => use((worker) => worker.remove(directory, key)),
    async close() {
      isClosed = true;
      await closeOpened();
    },
  };
}
