import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { spawn } from '@lydell/node-pty';

const launcher = resolve(import.meta.dirname, '../../bin/spyglass.js');
/** The program, as it is started. */
export const program = [process.execPath, launcher];

export type Env = Record<string, string | undefined>;

/** How long a condition may take on a busy machine: a limit, never a wait. */
const patienceMs = 60_000;

/** What became of the program. */
export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
  ms: number;
  /** Processor time of the program and of what it has started, in seconds. */
  cpuS: number;
}

/** Keeps the exit code of a command, and writes what it and its children took of the processor. */
const timed = '"$@"; code=$?; times >"$TIMES"; exit $code';

/** Runs the program without a terminal, to its end. */
export async function run(args: string[], env: Env): Promise<Ran> {
  return await withTimes((times) => {
    const startedAt = performance.now();
    return new Promise<Omit<Ran, 'cpuS'>>((done) => {
      execFile(
        '/bin/sh',
        ['-c', timed, 'sh', ...program, ...args],
        { env: { ...env, TIMES: times }, maxBuffer: 2 ** 26 },
        (error, stdout, stderr) => {
          const ms = performance.now() - startedAt;
          done({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr, ms });
        },
      );
    });
  });
}

/** The program in a terminal. */
export interface InTerminal {
  /** All that it has written. */
  written(): string;
  /** Waits until it has written something like this, has ended, or takes too long. @returns what it has written */
  until(pattern: RegExp): Promise<string>;
  write(text: string): void;
  exit: Promise<{ code: number; cpuS: number }>;
}

export function inTerminal(args: string[], env: Env): InTerminal {
  let written = '';
  let wake = () => {};
  let hasEnded = false;
  let pty: ReturnType<typeof spawn>;
  const exit = withTimes(
    (times) =>
      new Promise<{ code: number }>((done) => {
        pty = spawn('/bin/sh', ['-c', timed, 'sh', ...program, ...args], {
          ...{ cols: 120, rows: 40, env: { ...env, TERM: 'xterm-256color', TIMES: times } },
        });
        pty.onData((piece) => {
          written += piece;
          wake();
        });
        pty.onExit(({ exitCode }) => {
          hasEnded = true;
          wake();
          done({ code: exitCode });
        });
      }),
  );
  return {
    written: () => written,
    async until(pattern) {
      let isLate = false;
      const limit = setTimeout(() => {
        isLate = true;
        wake();
      }, patienceMs);
      while (!pattern.test(written) && !hasEnded && !isLate) await new Promise<void>((next) => (wake = next));
      clearTimeout(limit);
      return written;
    },
    write: (text) => pty.write(text),
    exit,
  };
}

async function withTimes<T>(use: (times: string) => Promise<T>): Promise<T & { cpuS: number }> {
  const place = mkdtempSync(join(tmpdir(), 'spyglass-times-'));
  const times = join(place, 'times');
  try {
    const result = await use(times);
    // `1m2.03s 0m0.04s`, of the shell and then of its children.
    const spans = [...readFileSync(times, 'utf8').matchAll(/(\d+)m([\d.]+)s/g)];
    const cpuS = spans.reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0);
    return { ...result, cpuS };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
