import { Writable } from 'node:stream';
import type { Environment } from '../../src/cli/invocation/environment.ts';
import { main } from '../../src/cli/main.ts';

export interface Ran {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** A stream that keeps what is written, of the size of a terminal but none. */
function kept(): { stream: NodeJS.WriteStream; text: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  const sized = Object.assign(stream, { columns: 160, rows: 50, isTTY: false });
  return { stream: sized as unknown as NodeJS.WriteStream, text: () => chunks.join('') };
}

/** Runs a command against the daemon of a socket, in this process. */
export async function command(dir: string, socketPath: string, ...words: string[]): Promise<Ran> {
  const [stdout, stderr] = [kept(), kept()];
  const places = { data: dir, config: dir, state: dir, runtime: dir, platform: process.platform };
  const environment: Environment = {
    env: { MASSIVE_API_KEY: 'test-key' },
    argv: ['node', 'spyglass', ...words, '--socket', socketPath],
    stdin: process.stdin,
    stdout: stdout.stream,
    stderr: stderr.stream,
    pid: process.pid,
    platform: process.platform,
    places,
    appVersion: '0.0.0',
    workerUrl: new URL('file:///none'),
  };
  const exitCode = await main(environment);
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}
