import { Worker } from 'node:worker_threads';
import { type Clock, withinLimit } from '../../../base/clock.ts';
import { messageOf, SpyglassError } from '../../../base/errors.ts';
import type { ArchiveWorker, WorkRun } from '../archive-worker.ts';
import type {
  ArchiveMethod,
  ArchiveReportMessage,
  ArchiveThreadData,
  ArchiveThreadMessage,
  ThreadFailure,
} from './archive-messages.ts';

/** Beside this file from the sources, beside its chunk in the bundle. */
const program = new URL(
  import.meta.url.endsWith('.ts') ? './archive-thread.ts' : './archive-thread.js',
  import.meta.url,
);

/**
 * A row group is in memory at a time, most of it outside of the heap; a heap of 96 MB archives 379,000 rows. Where the young
 * generation is small, what the rows leave behind is collected soon, for some more of the processor.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 512 };

/** Real ms in which it ends by itself; what it wrote until then is a leftover, which the next write takes away. */
const graceMs = 2500;

interface Call extends PromiseWithResolvers<unknown> {
  onProgress: (share: number) => void;
}

/**
 * Opens a thread with a connection of its own that archives.
 * @throws SpyglassError `database_*` or `data_dir` where it cannot open the database, `internal` where it has ended
 */
export async function openArchiveThread(workerData: ArchiveThreadData, clock: Clock): Promise<ArchiveWorker> {
  // Its output is taken in, not passed on: a line from a library would tear the dashboard's picture.
  const thread = new Worker(program, { workerData, stdout: true, stderr: true, resourceLimits });
  const post = (message: ArchiveThreadMessage) => thread.postMessage(message);
  const ready = Promise.withResolvers<void>();
  const waiting = new Map<number, Call>();
  let lost: SpyglassError | null = null;

  thread.on('message', (report: ArchiveReportMessage) => {
    if (report.kind === 'ready') return ready.resolve();
    if (report.kind === 'failed') return ready.reject(errorOf(report.error));
    const call = waiting.get(report.id);
    if (report.kind === 'progress') return call?.onProgress(report.share);
    waiting.delete(report.id);
    if (report.kind === 'result') call?.resolve(report.result);
    else call?.reject(errorOf(report.error));
  });
  const end = (reason: string) => {
    lost ??= new SpyglassError('internal', `The thread that archives has ended: ${reason}.`);
    ready.reject(lost);
    for (const call of waiting.values()) call.reject(lost);
    waiting.clear();
  };
  thread.on('error', (error) => end(messageOf(error)));
  const ended = new Promise<void>((resolve) => {
    thread.once('exit', (code) => {
      end(`exit code ${code}`);
      resolve();
    });
  });
  await ready.promise;

  const ask = asker(waiting, post, () => lost);
  return {
    count: (keys) => ask('count', [keys]),
    write: (request, run) => ask('write', [request], run),
    verify: (request, run) => ask('verify', [request], run),
    import: (request, run) => ask('import', [request], run),
    list: (directory) => ask('list', [directory]),
    remove: (directory, key) => ask('remove', [directory, key]),
    async close() {
      post({ kind: 'close' });
      await withinLimit(clock, graceMs, ended);
      await thread.terminate();
    },
  };
}

/** Asks the thread. A call that is called off fails with the reason that its caller gave, which has not gone to the thread. */
function asker(
  waiting: Map<number, Call>,
  post: (message: ArchiveThreadMessage) => void,
  lost: () => SpyglassError | null,
) {
  let nextId = 0;
  return async <T>(method: ArchiveMethod, params: unknown[], run?: WorkRun): Promise<T> => {
    const reason = lost();
    if (reason) throw reason;
    run?.signal.throwIfAborted();
    const id = ++nextId;
    const call: Call = { ...Promise.withResolvers<unknown>(), onProgress: run?.onProgress ?? (() => {}) };
    waiting.set(id, call);
    const cancel = () => post({ kind: 'cancel', id });
    run?.signal.addEventListener('abort', cancel, { once: true });
    post({ kind: 'call', id, method, params });
    try {
      return (await call.promise) as T;
    } catch (error) {
      run?.signal.throwIfAborted();
      throw error;
    } finally {
      run?.signal.removeEventListener('abort', cancel);
    }
  };
}

function errorOf({ code, message, hint }: ThreadFailure): SpyglassError {
  return new SpyglassError(code, message, { hint });
}
