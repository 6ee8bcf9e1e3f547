import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs';
import type { Clock } from '../../base/clock.ts';
import { messageOf } from '../../base/errors.ts';

/** Writes lines to a terminal or a pipe. */
export interface StreamLines {
  /** Writes one whole line. Never blocks and never throws; what cannot be written at once waits, up to a bound. */
  write(line: string): void;
  close(): void;
}

/** The stream to write to, and what happens when its reader is gone. */
export interface StreamLinesOptions {
  /** 2 for the standard error of this process. */
  descriptor: number;
  clock: Clock;
  /** The terminal or the reader is gone: no line gets there any more. Called once, with the lines that did not. */
  onGone: (reason: string, lines: readonly string[]) => void;
}

/** Characters that wait for a reader that has paused (Ctrl-S, a pager); further lines are counted only. */
const maxWaiting = 256 * 1024;
const retryMs = 250;

/**
 * Lines for a terminal or a pipe whose other end may pause or go away. Node writes to both synchronously: a terminal
 * held with Ctrl-S would stop the whole process, and one that is gone ends it with an unhandled `error` event. The
 * descriptor is opened anew so that its non-blocking mode is not the shell's too.
 * @returns `null` where the system cannot open it so (not Linux; a socket; a terminal of another user)
 */
export function openStreamLines({ descriptor, clock, onGone }: StreamLinesOptions): StreamLines | null {
  const opened = reopened(descriptor);
  if (opened === null) return null;
  let file: number | null = opened;
  const waiting = createWaitingLines();
  let rest: Buffer | null = null;
  let cancelRetry: (() => void) | null = null;

  const close = () => {
    cancelRetry?.();
    cancelRetry = null;
    if (file !== null) closeSync(file);
    file = null;
  };
  const next = (): Buffer | null => {
    if (rest) return rest;
    const line = waiting.next();
    return line === null ? null : Buffer.from(line);
  };
  const flush = () => {
    cancelRetry = null;
    for (let bytes = next(); bytes !== null && file !== null; bytes = next()) {
      try {
        const written = writeSync(file, bytes);
        rest = written < bytes.length ? bytes.subarray(written) : null;
      } catch (error) {
        rest = bytes;
        if ((error as NodeJS.ErrnoException).code === 'EAGAIN') {
          cancelRetry = clock.after(retryMs, flush);
          return;
        }
        const unwritten = waiting.takeAll();
        close();
        onGone(messageOf(error), [rest.toString(), ...unwritten]);
        return;
      }
    }
  };
  return {
    write(line) {
      if (file === null) return;
      waiting.add(line);
      if (cancelRetry === null) flush();
    },
    close,
  };
}

/** Lines that wait, up to a size; those beyond it are counted and reported by a line of their own. */
function createWaitingLines() {
  let lines: string[] = [];
  let size = 0;
  let lost = 0;
  return {
    add(line: string): void {
      if (size + line.length > maxWaiting) {
        lost += 1;
        return;
      }
      lines.push(line);
      size += line.length;
    },
    /** The next line to write; `null` where none waits. */
    next(): string | null {
      const line = lines.shift();
      if (line !== undefined) {
        size -= line.length;
        return line;
      }
      if (lost === 0) return null;
      const report = `${lost} lines were lost while nobody read here\n`;
      lost = 0;
      return report;
    },
    takeAll(): string[] {
      const taken = lines;
      lines = [];
      return taken;
    },
  };
}

function reopened(descriptor: number): number | null {
  try {
    const found = fstatSync(descriptor);
    if (!found.isFIFO() && !found.isCharacterDevice()) return null;
    const { O_WRONLY, O_NONBLOCK, O_NOCTTY } = constants;
    return openSync(`/proc/self/fd/${descriptor}`, O_WRONLY | O_NONBLOCK | O_NOCTTY);
  } catch {
    // Without /proc, or not this user's: the caller has another way.
    return null;
  }
}
