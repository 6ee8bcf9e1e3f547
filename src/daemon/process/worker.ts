/**
 * The embedded daemon's thread. Its parent posts `close` or a `HandOverRequest`; it posts whether it has started, and that it
 * has closed, or what another daemon continues from.
 * better-sqlite3 is synchronous: off the thread that draws, a long write costs no frame.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type ErrorCode, toSpyglassError } from '../../base/errors.ts';
import type { HandOver } from '../hand-over.ts';
import { launch } from './launch.ts';
import type { LaunchOptions } from './launch-options.ts';
import { createFileLog } from './log.ts';
import { logLimits } from './log-limits.ts';

/** What the thread posts. */
export type WorkerReport =
  | { kind: 'ready' }
  | { kind: 'failed'; code: ErrorCode; message: string; hint: string }
  | { kind: 'handed-over'; handOver: HandOver }
  | { kind: 'not-handed-over'; code: ErrorCode; message: string; hint: string }
  | { kind: 'closed' };

/** Asks the daemon to hand over to a process. */
export interface HandOverRequest {
  successor: number;
}

const port = parentPort;
if (!port) throw new Error('worker.ts runs in a worker thread only');
const report = (message: WorkerReport) => port.postMessage(message);
const options = workerData as LaunchOptions;
const daemonLog = createFileLog(
  options.instance.logPath,
  options.settings.logLevel,
  logLimits(options.settings),
);
const { log, close: closeLog } = daemonLog;

/** Aborts when the main thread asks the worker to close, which may be while it still starts. */
const closing = new AbortController();
port.on('message', (message) => {
  if (message === 'close') closing.abort();
});

try {
  const daemon = await launch(options, daemonLog, closing.signal);
  closing.signal.addEventListener('abort', () => void daemon.close());
  if (closing.signal.aborted) void daemon.close();
  let isReported = Promise.resolve();
  port.on('message', (message: string | HandOverRequest) => {
    if (typeof message === 'string') return;
    isReported = daemon.handOver(message.successor).then(
      (handOver) => report({ kind: 'handed-over', handOver }),
      (thrown) => {
        const { code, message, hint } = toSpyglassError(thrown);
        report({ kind: 'not-handed-over', code, message, hint });
      },
    );
  });
  void daemon.closed.then(async () => {
    closeLog();
    await isReported;
    report({ kind: 'closed' });
    port.close();
  });
  report({ kind: 'ready' });
} catch (thrown) {
  const error = toSpyglassError(thrown);
  if (!closing.signal.aborted) log.error({ err: thrown }, 'the daemon did not start');
  closeLog();
  report({ kind: 'failed', code: error.code, message: error.message, hint: error.hint });
  port.close();
}
