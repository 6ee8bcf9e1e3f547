import { execFile } from 'node:child_process';
import { SpyglassError } from '../../base/errors.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { note } from '../output/output.ts';

/** Runs them one after the other and says how each went; resolves to those that failed. */
export async function runCommands(invocation: Invocation, commands: readonly string[][]): Promise<string[]> {
  const failed: string[] = [];
  for (const words of commands) {
    const command = words.join(' ');
    const failure = await runCommand(invocation, words);
    note(invocation.environment, failure === null ? `Ran ${command}` : `${command} failed: ${failure}`);
    if (failure !== null) failed.push(command);
  }
  return failed;
}

/** The error that names the commands that failed. */
export function commandsFailed(action: string, failed: readonly string[]): SpyglassError {
  const done = action === 'install' ? 'installed' : 'removed';
  return new SpyglassError('service', `The service is not ${done}: ${failed.join(' and ')} failed.`, {
    hint: `Run what failed yourself, or run \`spyglass service ${action}\` again once its reason is gone.`,
  });
}

/** `null` when it went well, else why not, on one line. */
export function runCommand(
  { environment }: Invocation,
  [command = '', ...words]: string[],
): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(command, words, { env: { ...environment.env }, timeout: 60_000 }, (error, stdout, stderr) => {
      if (!error) return resolve(null);
      const said = (stderr.trim() || stdout.trim()).split('\n').at(-1);
      resolve(said || error.message);
    });
  });
}
