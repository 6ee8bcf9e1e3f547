import { PassThrough } from 'node:stream';
import type { SpyglassError } from '../../../src/base/errors.ts';
import type { Environment } from '../../../src/cli/invocation/environment.ts';
import type { GlobalFlags } from '../../../src/cli/invocation/flags.ts';
import { readInvocation, type Invocation } from '../../../src/cli/invocation/invocation.ts';

/** What a command has printed, and how it ended. */
export interface CommandOutcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command in this process, on a data directory and a store. What it throws is its exit code and its text. */
export async function runOnStore(
  { dir, url, flags = {} }: { dir: string; url: string | null; flags?: GlobalFlags },
  command: (invocation: Invocation) => Promise<number | undefined>,
): Promise<CommandOutcome> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const environment: Environment = {
    ...{ env: { MASSIVE_API_KEY: 'key', ...(url !== null && { SPYGLASS_STORE_URL: url }) }, argv: [] },
    ...{ stdin: process.stdin, pid: process.pid, platform: process.platform },
    stdout: stdout as unknown as Environment['stdout'],
    stderr: stderr as unknown as Environment['stderr'],
    places: { data: dir, config: dir, state: dir, runtime: null, platform: process.platform },
    appVersion: '0.0.0',
    workerUrl: new URL('file:///nowhere'),
  };
  const outcome = async () => {
    try {
      return {
        code: (await command(await readInvocation(environment, { dataDir: dir, ...flags }))) ?? 0,
        said: '',
      };
    } catch (thrown) {
      const { exitCode, message, hint } = thrown as SpyglassError;
      return { code: exitCode, said: `${message}\n${hint}` };
    }
  };
  const { code, said } = await outcome();
  const textOf = (stream: PassThrough) => String(stream.read() ?? '');
  return { code, stdout: textOf(stdout), stderr: `${textOf(stderr)}${said}` };
}
