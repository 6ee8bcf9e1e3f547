import { PassThrough } from 'node:stream';
import type { Environment } from '../../src/cli/invocation/environment.ts';
import { readInvocation, type Invocation } from '../../src/cli/invocation/invocation.ts';

/** Runs a command as the program would, against the daemon that listens on a socket. */
export async function commandOn<R>(
  { socketPath, dir }: { socketPath: string; dir: string },
  command: (invocation: Invocation) => Promise<R>,
): Promise<{ result: R; stdout: string; stderr: string }> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const environment: Environment = {
    ...{ env: {}, argv: [], stdin: process.stdin, pid: process.pid, platform: process.platform },
    stdout: stdout as unknown as Environment['stdout'],
    stderr: stderr as unknown as Environment['stderr'],
    places: { data: dir, config: dir, state: dir, runtime: null, platform: process.platform },
    appVersion: '0.0.0',
    workerUrl: new URL('file:///nowhere'),
  };
  const invocation = await readInvocation(environment, { dataDir: dir, socket: socketPath });
  const result = await command(invocation);
  return { result, stdout: String(stdout.read() ?? ''), stderr: String(stderr.read() ?? '') };
}
