/**
 * The embedded daemon's thread. Its parent posts `close`; it posts what became of the start, and that it has closed.
 * better-sqlite3 is synchronous: off the thread that draws, a long write costs no frame.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type ErrorCode, toSpyglassError } from '../base/errors.ts';
import { type LaunchPlan, launch } from './launch.ts';
import { createFileLog } from './log.ts';
import { logLimits } from './log-limits.ts';

export type WorkerReport =
  | { kind: 'ready' }
  | { kind: 'failed'; code: ErrorCode; message: string; hint: string }
  | { kind: 'closed' };

const port = parentPort;
if (!port) throw new Error('worker.ts runs in a worker thread only');
const report = (message: WorkerReport) => port.postMessage(message);
const plan = workerData as LaunchPlan;
const daemonLog = createFileLog(plan.instance.logPath, plan.settings.logLevel, logLimits(plan.settings));
const { log, close: closeLog } = daemonLog;

/** Aborts when it is told to close, which it may be while it still starts. */
const closing = new AbortController();
port.on('message', (message) => {
  if (message === 'close') closing.abort();
});

try {
  const daemon = await launch(plan, daemonLog, closing.signal);
  closing.signal.addEventListener('abort', () => void daemon.close());
  if (closing.signal.aborted) void daemon.close();
  void daemon.closed.then(() => {
    closeLog();
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
