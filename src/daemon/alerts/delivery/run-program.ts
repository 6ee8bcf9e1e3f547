import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Clock } from '../../../base/clock.ts';
import { codeOf, DeliveryFailure } from './delivery-failure.ts';

/** A program that is told of an alert. */
export interface ProgramRun {
  command: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  input: string;
  /** Real milliseconds until it is killed. */
  limitMs: number;
  clock: Clock;
  platform: NodeJS.Platform;
  /** Kills it. */
  signal: AbortSignal;
}

/**
 * Runs a program without a shell, and resolves when it has ended with exit code 0. What it prints is not read. It leads a group
 * of processes, so that the time limit ends what it has started, too.
 * @throws DeliveryFailure
 */
export function runProgram(run: ProgramRun): Promise<void> {
  const { command, env, input, limitMs, clock, platform, signal } = run;
  const [program = '', ...words] = command;
  const name = path.basename(program);
  const hasGroup = platform !== 'win32';
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  if (signal.aborted) return Promise.reject(new DeliveryFailure('the daemon is closing'));
  const child = spawn(program, words, {
    ...{ env, shell: false, detached: hasGroup, windowsHide: true },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const kill = () => {
    try {
      if (hasGroup && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      else child.kill('SIGKILL');
    } catch (error) {
      // It has ended meanwhile.
      if (codeOf(error) !== 'ESRCH') child.kill('SIGKILL');
    }
  };
  let isLate = false;
  const stopWaiting = clock.after(limitMs * clock.speed, () => {
    isLate = true;
    kill();
  });
  signal.addEventListener('abort', kill, { once: true });
  const settle = (failure: DeliveryFailure | null) => {
    stopWaiting();
    signal.removeEventListener('abort', kill);
    if (failure === null) resolve();
    else reject(failure);
  };
  child.once('error', (error) =>
    settle(
      new DeliveryFailure(`${name} cannot be started (${codeOf(error) ?? 'unknown error'})`, null, error),
    ),
  );
  child.once('exit', (code, killedBy) => {
    if (isLate) settle(new DeliveryFailure(`${name} did not end within ${limitMs / 1000} s`));
    else if (code === 0) settle(null);
    else settle(new DeliveryFailure(`${name} ended with ${killedBy ?? `exit code ${code}`}`));
  });
  // A program may end without having read what it was given.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return promise;
}
