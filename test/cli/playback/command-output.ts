import { PassThrough } from 'node:stream';
import type { Environment } from '../../../src/cli/invocation/environment.ts';
import type { GlobalFlags } from '../../../src/cli/invocation/flags.ts';
import { type Invocation, readInvocation } from '../../../src/cli/invocation/invocation.ts';

/** A command that runs as the program would, and what it says. */
export interface RunningCommand {
  stdout: PassThrough;
  /** What has been read of `stdout`, and all of `stderr`. */
  said: { out: string; err: string };
  /** Resolves with its exit code. */
  ended: Promise<number>;
}

/**
 * Runs a command against a data directory, beside the daemon that listens on the socket or, without one, alone.
 * @param isRead whether its output is read from the start
 */
export function startCommand(
  { dir, socketPath }: { dir: string; socketPath?: string },
  command: (invocation: Invocation) => Promise<number | undefined>,
  { isRead = true, flags = {} }: { isRead?: boolean; flags?: GlobalFlags } = {},
): RunningCommand {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const said = { out: '', err: '' };
  const read = (stream: PassThrough, name: keyof typeof said) =>
    stream.on('data', (piece) => {
      said[name] += String(piece);
    });
  if (isRead) read(stdout, 'out');
  read(stderr, 'err');
  const environment: Environment = {
    ...{ env: {}, argv: [], stdin: process.stdin, pid: process.pid, platform: process.platform },
    stdout: stdout as unknown as Environment['stdout'],
    stderr: stderr as unknown as Environment['stderr'],
    places: { data: dir, config: dir, state: dir, runtime: null, platform: process.platform },
    appVersion: '0.0.0',
    workerUrl: new URL('file:///nowhere'),
  };
  const ended = readInvocation(environment, {
    dataDir: dir,
    ...(socketPath !== undefined && { socket: socketPath }),
    ...flags,
  })
    .then(command)
    .then((code) => code ?? 0);
  return { stdout, said, ended };
}
