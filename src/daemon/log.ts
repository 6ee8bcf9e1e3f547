import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { messageOf } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';

/** JSON lines into a file, for a daemon that shares its terminal with a dashboard. */
export function createFileLog(file: string, level: string): { log: Logger; flush: () => void } {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const destination = pino.destination({ dest: file, mode: 0o600, sync: true });
  return { log: pino({ level, base: null }, destination), flush: () => destination.flushSync() };
}

/** JSON lines on a stream. */
export function createJsonLog(stream: Writable, level: string): Logger {
  return pino({ level, base: null }, stream);
}

const labels: Record<number, string> = { 20: 'debug', 30: 'info ', 40: 'warn ', 50: 'error' };

/** Lines for a person: time, level, sentence, and what it is about. */
export function createReadableLog(stream: Writable, level: string): Logger {
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
      stream.write(
        `${at} ${labels[number as number] ?? number} ${String(msg)}${about.join('')}${reason}\n`,
        done,
      );
    },
  });
  return pino({ level, base: null }, readable);
}
