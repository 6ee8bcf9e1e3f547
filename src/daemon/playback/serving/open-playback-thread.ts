import { Worker } from 'node:worker_threads';
import { SpyglassError } from '../../../base/errors.ts';
import type { CopyUnderWay } from '../../../recordings/recording.ts';
import type { PlaybackReport, PlaybackThreadData } from './playback-messages.ts';

/** Beside this file from the sources, beside its chunk in the bundle. */
const program = new URL(
  import.meta.url.endsWith('.ts') ? './playback-thread.ts' : './playback-thread.js',
  import.meta.url,
);

/** A server that only plays, in a thread of its own. */
export interface PlaybackThread {
  /**
   * The socket that it listens on.
   * @throws SpyglassError why it cannot: what `openPast` and `servePlayback` throw
   */
  ready: Promise<string>;
  /** Ends it, also while it opens, and removes what it has put on disk. Idempotent. */
  close(): Promise<void>;
}

/** @param onCopy called before a copy of the recording is made, which may take minutes */
export function openPlaybackThread(
  workerData: PlaybackThreadData,
  onCopy: (copy: CopyUnderWay) => void,
): PlaybackThread {
  // Its output is taken in, not passed on: a line from a library would tear the dashboard's picture.
  const thread = new Worker(program, { workerData, stdout: true, stderr: true });
  const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  const ready = new Promise<string>((resolve, reject) => {
    thread.on('message', (report: PlaybackReport) => {
      if (report.kind === 'copying') onCopy(report.copy);
      else if (report.kind === 'ready') resolve(report.socketPath);
      else reject(new SpyglassError(report.code, report.message, { hint: report.hint }));
    });
    thread.once('error', reject);
    thread.once('exit', (code) =>
      reject(
        new SpyglassError(
          'internal',
          `The thread that plays the recording ended with ${code} before it was ready.`,
        ),
      ),
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
