import { Writable } from 'node:stream';
import { pino } from 'pino';
import { messageOf } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import { terminalText } from '../base/sanitize.ts';
import { openRotatingFile, type RotationLimits } from './rotating-file.ts';

/** A logger whose level can change while it runs. */
export type LevelledLogger = Logger & { level: string };

export interface FileLog {
  log: Logger;
  setLevel(level: string): void;
  /** Opens the file anew, after somebody else has moved it away. */
  reopen(): void;
  setLimits(limits: RotationLimits): void;
  close(): void;
}

/** JSON lines into a file of bounded size, for a daemon without a terminal of its own. */
export function createFileLog(file: string, level: string, limits: RotationLimits): FileLog {
  const destination = openRotatingFile(file, limits);
  const log = pino({ level, base: null }, destination);
  return {
    log,
    setLevel: (next) => {
      log.level = next;
    },
    reopen: destination.reopen,
    setLimits: destination.setLimits,
    close: destination.close,
  };
}

/** JSON lines on a stream. */
export function createJsonLog(stream: Writable, level: string): LevelledLogger {
  return pino({ level, base: null }, stream);
}

const labels: Record<number, string> = { 20: 'debug', 30: 'info ', 40: 'warn ', 50: 'error' };

/** Lines for a person: time, level, sentence, and what it is about. */
export function createReadableLog(stream: Writable, level: string): LevelledLogger {
  const readable = new Writable({
    write(chunk: Buffer, _encoding, done) {
      const {
        time,
        level: number,
        msg,
        err,
        ...fields
      } = JSON.parse(chunk.toString()) as Record<string, unknown>;
      const about = Object.entries(fields).map(([key, value]) => ` ${key}=${String(value)}`);
      const reason = err ? `: ${messageOf((err as { message?: unknown }).message ?? err)}` : '';
      const at = new Date(time as number).toISOString().slice(11, 19);
      const line = `${at} ${labels[number as number] ?? number} ${String(msg)}${about.join('')}${reason}`;
      // On one line, and without escape sequences: it goes to a terminal, and error texts may come from anywhere.
      stream.write(`${terminalText(line).replaceAll('\n', ' ')}\n`, done);
    },
  });
  return pino({ level, base: null }, readable);
}
