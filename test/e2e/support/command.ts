import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { ExecutionContext } from 'ava';
import { type Home, launcher } from './terminal.ts';

export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the built program without a terminal, to its end. */
export function run(home: Home, args: string[], env: Record<string, string> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [launcher, ...args],
      { env: { ...home.env, ...env }, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    );
  });
}

export interface RunningDaemon {
  child: ChildProcess;
  /** Resolves with the exit code, once all that it said has come. */
  exit: Promise<number | null>;
  log(): string;
  /** Resolves when it has said this; what it has done may be seen before its words have come. */
  said(words: string): Promise<void>;
}

/** Starts `daemon run` and resolves once it says that it records; rejects with its log when it ends before. */
export async function startDaemonProcess(
  t: Pick<ExecutionContext, 'teardown'>,
  home: Home,
  args: string[],
  env: Record<string, string> = {},
): Promise<RunningDaemon> {
  const child = spawn(process.execPath, [launcher, 'daemon', 'run', ...args], {
    env: { ...home.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  const exit = once(child, 'close').then(([code]) => code as number | null);
  t.teardown(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  const lines = createInterface({ input: child.stderr! });
  lines.on('line', (line) => {
    log += `${line}\n`;
  });
  const said = (words: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (log.includes(words)) resolve();
      };
      lines.on('line', look);
      look();
      void exit.then((code) => reject(new Error(`the daemon ended with ${code}\n${log}`)));
    });
  await said('"msg":"recording"');
  return { child, exit, log: () => log, said };
}
