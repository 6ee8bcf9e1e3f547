import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { terminalText } from '../../../base/sanitize.ts';
import type { ExportOutput } from './export-output.ts';

/** Standard output, and whether anybody takes it. */
export interface StdoutOutput extends ExportOutput {
  /** Aborts when the reader has had enough (`| head`), or the output cannot be written. */
  readonly gone: AbortSignal;
}

/**
 * Writes to standard output no faster than it is read. Where it is gone, what is written is dropped: `watchOutput` says why
 * where that is a failure.
 */
export function openStdoutOutput(stdout: NodeJS.WriteStream, signal: AbortSignal): StdoutOutput {
  const closed = new AbortController();
  const close = () => closed.abort();
  stdout.once('error', close);
  stdout.once('close', close);
  const over = AbortSignal.any([signal, closed.signal]);
  return {
    gone: closed.signal,
    async write(piece) {
      if (over.aborted || stdout.destroyed) return close();
      const isTaken = stdout.write(stdout.isTTY && typeof piece === 'string' ? terminalText(piece) : piece);
      // A turn of the event loop lets errors and signals come through.
      if (isTaken) await setImmediate();
      else await once(stdout, 'drain', { signal: over }).catch(ignoreAbort);
    },
    finish: async () => {},
    abandon: async () => {},
  };
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
