import type { Writable } from 'node:stream';
import { pino } from 'pino';
import type { Clock } from '../../base/clock.ts';
import { messageOf } from '../../base/errors.ts';
import { createLogTrouble, type Logger, type LogTrouble } from '../../base/log.ts';
import { terminalText } from '../../base/sanitize.ts';
import { loggedError } from './logged-error.ts';
import { openRotatingFile, type RotatingFile, type RotationLimits } from './rotating-file.ts';
import { openStreamLines } from './stream-lines.ts';

/** A logger whose level can change while it runs. */
export type LevelledLogger = Logger & { level: string };

/** Where a daemon logs. */
export interface DaemonLog {
  log: Logger;
  /** Whether its lines are written. */
  trouble: LogTrouble;
  setLevel(level: string): void;
  /** Opens the file anew, after another program has moved it away; does nothing to a stream. */
  reopen(): void;
  setLimits(limits: RotationLimits): void;
  close(): void;
}

/**
 * JSON lines into a file of bounded size, for a daemon without a terminal of its own. Where the file cannot be written,
 * lines are lost and `trouble` says so; it is tried again with each line.
 */
export function createFileLog(file: string, level: string, limits: RotationLimits): DaemonLog {
  const trouble = createLogTrouble();
  const destination = openLogFile(file, limits, trouble);
  return { ...logInto(destination, level), ...destination, trouble };
}

/** The stream that the log is written to, and the file that takes over. */
export interface StreamLogOptions {
  /** Standard error. */
  stream: Writable & { fd?: number; isTTY?: boolean };
  level: string;
  /** Where lines go once nobody reads the stream any more. */
  file: string;
  limits: RotationLimits;
  clock: Clock;
}

/**
 * Lines on standard error: readable ones on a terminal, JSON ones otherwise. When the terminal or the reader goes away,
 * the log goes on in the instance's file, and `trouble` says so.
 */
export function createStreamLog({ stream, level, file, limits, clock }: StreamLogOptions): DaemonLog {
  const trouble = createLogTrouble();
  const shown = stream.isTTY ? readableLine : (line: string) => line;
  let fallback: RotatingFile | null = null;
  let kept = limits;
  const goOnInFile = (reason: string, unwritten: readonly string[] = []) => {
    if (fallback) return;
    const problem = `The log lost its terminal or reader (${reason}); it goes on in ${file}.`;
    trouble.set(problem);
    fallback = openLogFile(file, kept, trouble);
    for (const msg of [problem, ...unwritten]) {
      fallback.write(`${JSON.stringify({ level: 40, time: clock.now(), msg: msg.trimEnd() })}\n`);
    }
  };
  const lines =
    stream.fd === undefined ? null : openStreamLines({ descriptor: stream.fd, clock, onGone: goOnInFile });
  // Node throws an `error` event that nobody hears, and with it the whole process.
  stream.on('error', (error) => goOnInFile(messageOf(error)));
  const destination = {
    write(line: string) {
      if (fallback) fallback.write(line);
      else if (lines) lines.write(shown(line));
      else if (!stream.destroyed) stream.write(shown(line));
    },
  };
  return {
    ...logInto(destination, level),
    trouble,
    reopen: () => fallback?.reopen(),
    setLimits(next) {
      kept = next;
      fallback?.setLimits(next);
    },
    close() {
      lines?.close();
      fallback?.close();
    },
  };
}

function openLogFile(file: string, limits: RotationLimits, trouble: LogTrouble): RotatingFile {
  const before = trouble.current();
  return openRotatingFile(file, limits, (reason) => {
    trouble.set(reason === null ? before : `The log ${file} cannot be written: ${reason}.`);
  });
}

const format = { base: null, serializers: { err: loggedError } };

function logInto(destination: { write(line: string): void }, level: string) {
  const log = pino({ ...format, level }, destination);
  return {
    log,
    setLevel: (next: string) => {
      log.level = next;
    },
  };
}

/** JSON lines on a stream. */
export function createJsonLog(stream: Writable, level: string): LevelledLogger {
  return pino({ ...format, level }, stream);
}

const labels: Record<number, string> = { 20: 'debug', 30: 'info ', 40: 'warn ', 50: 'error' };

/** A line for a person: time, level, sentence, and what it is about; on one line and without escape sequences. */
function readableLine(json: string): string {
  const { time, level, msg, err, ...fields } = JSON.parse(json) as Record<string, unknown>;
  const about = Object.entries(fields).map(([key, value]) => ` ${key}=${String(value)}`);
  const reason = err ? `: ${messageOf((err as { message?: unknown }).message ?? err)}` : '';
  const at = new Date(time as number).toISOString().slice(11, 19);
  const line = `${at} ${labels[level as number] ?? level} ${String(msg)}${about.join('')}${reason}`;
  return `${terminalText(line).replaceAll('\n', ' ')}\n`;
}
