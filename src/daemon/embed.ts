import { Worker } from 'node:worker_threads';
import { SpyglassError } from '../base/errors.ts';
import type { LaunchPlan } from './launch.ts';
import type { WorkerReport } from './worker.ts';

export interface EmbeddedDaemon {
  /**
   * When it listens.
   * @throws SpyglassError whatever kept the daemon from starting
   */
  ready: Promise<void>;
  /** Stops the daemon and its thread, also while it starts. Idempotent. */
  close(): Promise<void>;
}

/** Each poll leaves megabytes of parsed JSON behind; a small nursery has them collected before they pile up. */
const resourceLimits = { maxYoungGenerationSizeMb: 3 };

/**
 * Starts a daemon in a worker thread of this process.
 * @param worker the built worker's address
 */
export function embedDaemon(plan: LaunchPlan, worker: URL): EmbeddedDaemon {
  // Its output is taken in, not passed on: a line from a library would tear the dashboard's picture.
  const thread = new Worker(worker, { workerData: plan, stdout: true, stderr: true, resourceLimits });
  const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  const ready = new Promise<void>((resolve, reject) => {
    thread.on('message', (report: WorkerReport) => {
      if (report.kind === 'ready') resolve();
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
  return {
    ready,
    async close() {
      thread.postMessage('close');
      await ended;
    },
  };
}
