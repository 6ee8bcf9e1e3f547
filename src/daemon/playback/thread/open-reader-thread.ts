import { Worker } from 'node:worker_threads';
import { messageOf, SpyglassError } from '../../../base/errors.ts';
import type { PastReader } from '../past-reader.ts';
import { readerOf } from '../reader-calls.ts';
import type { ReaderCall, ReaderFailure, ReaderReport, ReaderThreadData } from './reader-messages.ts';

/** Beside this file from the sources, beside its chunk in the bundle. */
const program = new URL(
  import.meta.url.endsWith('.ts') ? './reader-thread.ts' : './reader-thread.js',
  import.meta.url,
);

/** A reader must not grow with what it reads: what it keeps is a chain or two. */
const resourceLimits = { maxOldGenerationSizeMb: 512 };

/**
 * Opens a thread with a connection of its own that reads the past.
 * @throws SpyglassError `database_*` or `data_dir` where it cannot open the database, `internal` where it has ended
 */
export async function openReaderThread(workerData: ReaderThreadData): Promise<PastReader> {
  // Its output is taken in, not passed on: a line from a library would tear the dashboard's picture.
  const thread = new Worker(program, { workerData, stdout: true, stderr: true, resourceLimits });
  const ready = Promise.withResolvers<void>();
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let nextId = 0;
  let lost: SpyglassError | null = null;

  thread.on('message', (report: ReaderReport) => {
    if (report.kind === 'ready') return ready.resolve();
    if (report.kind === 'failed') return ready.reject(errorOf(report.error));
    const call = waiting.get(report.id);
    waiting.delete(report.id);
    if (report.kind === 'result') call?.resolve(report.result);
    else call?.reject(errorOf(report.error));
  });
  const end = (reason: string) => {
    lost ??= new SpyglassError('internal', `The thread that reads the recording has ended: ${reason}.`);
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

  const reader = readerOf((method, params) => {
    if (lost) return Promise.reject(lost);
    const asked = Promise.withResolvers<unknown>();
    const id = ++nextId;
    waiting.set(id, asked);
    thread.postMessage({ id, method, params } satisfies ReaderCall);
    return asked.promise;
  });
  return {
    ...reader,
    async close() {
      thread.postMessage('close');
      await ended;
    },
  };
}

function errorOf({ code, message, hint }: ReaderFailure): SpyglassError {
  return new SpyglassError(code, message, { hint });
}
