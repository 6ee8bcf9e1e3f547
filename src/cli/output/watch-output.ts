import { messageOf, SpyglassError } from '../../base/errors.ts';
import type { Environment } from '../invocation/environment.ts';
import { note } from './output.ts';

/**
 * Output into a pipe or a file that comes to an end. A reader that has had enough (`| head`) is no failure: the command
 * ends as it would have, without a word. Anything else that keeps output from being written (a full disk) is one, and
 * `onFailed` gets its exit code; that may be after the command has ended. A terminal that goes away ends no command: the
 * dashboard sees it itself, and a daemon goes on recording.
 */
export function watchOutput(environment: Environment, onFailed: (exitCode: number) => void): void {
  const { stdout, stderr } = environment;
  for (const stream of [stdout, stderr]) {
    stream.on('error', (cause: NodeJS.ErrnoException) => {
      // The terminal or the other end of the pipe is gone: there is no place for a message.
      if (stream.isTTY || cause.code === 'EPIPE' || cause.code === 'EIO') return;
      const error = new SpyglassError(
        'output',
        `Not all of the output could be written: ${messageOf(cause)}.`,
        { cause },
      );
      onFailed(error.exitCode);
      if (stream === stdout) note(environment, `spyglass: ${error.message}\n  ${error.hint}`);
    });
  }
}
