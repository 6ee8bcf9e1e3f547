/**
 * A thread that archives: it reads rows with a connection of its own and writes and reads files, so that no recorded slot
 * waits for it. One call at a time, so that one session is in memory.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../../base/clock.ts';
import { toSpyglassError } from '../../../base/errors.ts';
import { openStoreForReading } from '../../../db/open-store.ts';
import { type ArchiveWorker, createArchiveWorker, type WorkRun } from '../archive-worker.ts';
import type {
  ArchiveReportMessage,
  ArchiveThreadData,
  ArchiveThreadMessage,
  ThreadFailure,
} from './archive-messages.ts';

const port = parentPort;
if (!port) throw new Error('archive-thread.ts runs in a worker thread only');
const place = workerData as ArchiveThreadData;
const report = (message: ArchiveReportMessage) => port.postMessage(message);
const failureOf = (thrown: unknown): ThreadFailure => {
  const { code, message, hint } = toSpyglassError(thrown);
  return { code, message, hint };
};
const underWay = new Map<number, AbortController>();

const answer = async (
  worker: ArchiveWorker,
  { id, method, params }: Extract<ArchiveThreadMessage, { kind: 'call' }>,
  signal: AbortSignal,
) => {
  const run: WorkRun = { signal, onProgress: (share) => report({ kind: 'progress', id, share }) };
  try {
    signal.throwIfAborted();
    const call = worker[method] as (...given: unknown[]) => Promise<unknown>;
    report({ kind: 'result', id, result: await call(...params, run) });
  } catch (thrown) {
    report({ kind: 'error', id, error: failureOf(thrown) });
  } finally {
    underWay.delete(id);
  }
};

try {
  const recording = await openStoreForReading(place, { isOwnProcess: true });
  const worker = createArchiveWorker(recording.sessions, systemClock());
  let last: Promise<unknown> = Promise.resolve();
  port.on('message', (message: ArchiveThreadMessage) => {
    if (message.kind === 'cancel') return underWay.get(message.id)?.abort();
    if (message.kind === 'close') {
      for (const call of underWay.values()) call.abort();
      last = last.then(async () => {
        await worker.close();
        await recording.close();
        port.close();
      });
      return;
    }
    const controller = new AbortController();
    underWay.set(message.id, controller);
    last = last.then(() => answer(worker, message, controller.signal));
  });
  report({ kind: 'ready' });
} catch (thrown) {
  report({ kind: 'failed', error: failureOf(thrown) });
  port.close();
}
