import { CommanderError } from 'commander';
import { messageOf, SpyglassError, toSpyglassError } from '../base/errors.ts';
import type { Environment } from './invocation/environment.ts';
import { note } from './output/output.ts';
import { buildProgram } from './program/program.ts';

/** Runs the command line and returns the exit code; every failure has become a line on stderr. */
export async function main(environment: Environment): Promise<number> {
  let exitCode = 0;
  const program = buildProgram(environment, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...environment.argv]);
    return exitCode;
  } catch (thrown) {
    const error = thrown instanceof CommanderError ? fromCommander(thrown) : toSpyglassError(thrown);
    if (error === null) return 0;
    note(environment, `spyglass: ${error.message}\n  ${error.hint}`);
    if (error.code === 'internal') {
      const cause = error.cause instanceof Error ? error.cause : error;
      note(environment, cause.stack ?? messageOf(cause));
    }
    return error.exitCode;
  }
}

/** `null` for `--help` and `--version`, which are no failures. */
function fromCommander(error: CommanderError): SpyglassError | null {
  if (error.exitCode === 0) return null;
  const sentence = error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  return new SpyglassError('usage', sentence);
}
