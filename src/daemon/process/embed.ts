import { Worker } from 'node:worker_threads';
import { SpyglassError } from '../../base/errors.ts';
import type { HandOver } from '../hand-over.ts';
import type { LaunchOptions } from './launch-options.ts';
import type { HandOverRequest, WorkerReport } from './worker.ts';

/** A daemon in a worker thread of this process. */
export interface EmbeddedDaemon {
  /**
   * Resolves when it listens.
   * @throws SpyglassError whatever kept the daemon from starting
   */
  ready: Promise<void>;
  /** Resolves when its thread has ended, for whatever reason. */
  ended: Promise<void>;
  /**
   * Closes it between two polls and returns what another daemon continues from; `null` where it was still starting.
   * @param successor id of the process that continues
   * @throws SpyglassError why it keeps recording itself, or `not_running` where it has ended already
   */
  handOver(successor: number): Promise<HandOver | null>;
  /** Stops the daemon and its thread, also while it starts. Idempotent. */
  close(): Promise<void>;
}

/** Each poll leaves megabytes of parsed JSON behind; a small nursery has them collected before they pile up. */
const resourceLimits = { maxYoungGenerationSizeMb: 3 };

/**
 * Starts a daemon in a worker thread of this process.
 * @param worker the built worker's address
 */
export function embedDaemon(options: LaunchOptions, worker: URL): EmbeddedDaemon {
  // Its output is taken in, not passed on: a line from a library would tear the dashboard's picture.
  const thread = new Worker(worker, { workerData: options, stdout: true, stderr: true, resourceLimits });
  const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  let isReady = false;
  const ready = new Promise<void>((resolve, reject) => {
    thread.on('message', (report: WorkerReport) => {
      if (report.kind === 'ready') {
        isReady = true;
        resolve();
      }
      if (report.kind === 'failed') {
        reject(new SpyglassError(report.code, report.message, { hint: report.hint }));
      }
    });
    thread.once('error', reject);
    thread.once('exit', (code) =>
      reject(new SpyglassError('internal', `The daemon's thread ended with ${code} before it was ready.`)),
    );
  });
  // Until somebody waits for it, a failure is no unhandled one.
  void Promise.allSettled([ready]);
  const close = async () => {
    thread.postMessage('close');
    await ended;
  };
  return {
    ready,
    ended,
    async handOver(successor) {
      if (!isReady) {
        await close();
        return null;
      }
      const handedOver = new Promise<HandOver>((resolve, reject) => {
        thread.on('message', (report: WorkerReport) => {
          if (report.kind === 'handed-over') resolve(report.handOver);
          if (report.kind === 'not-handed-over') {
            reject(new SpyglassError(report.code, report.message, { hint: report.hint }));
          }
        });
        const gone = () => reject(new SpyglassError('not_running', 'The daemon has closed meanwhile.'));
        void ended.then(gone);
      });
      thread.postMessage({ successor } satisfies HandOverRequest);
      const handOver = await handedOver;
      await ended;
      return handOver;
    },
    close,
  };
}
