import { Command, CommanderError } from 'commander';
import { messageOf, SpyglassError, toSpyglassError } from '../base/errors.ts';
import type { Environment } from './environment.ts';
import type { GlobalFlags } from './flags.ts';
import { readWorld, type World } from './world.ts';

/** A command's work; it resolves to the exit code when that is not simply 0. */
type Action<Flags> = (
  world: World,
  flags: GlobalFlags & Flags,
  args: string[],
) => Promise<number | undefined>;

/** Builds the command line. Each command's file is loaded when it runs, so that `--help` stays quick. */
export function buildProgram(environment: Environment, onExitCode: (code: number) => void): Command {
  const program = new Command('spyglass')
    .description("Watch and record SPY's same-day-expiry (0-DTE) option chain from a terminal.")
    .version(environment.appVersion, '-V, --version')
    .option('--demo', 'a simulated market: no key, no network, its own database')
    .option('--data-dir <dir>', 'where recordings are kept')
    .option('--socket <path>', 'where the daemon listens')
    .option('--config <file>', 'settings file')
    .option('--clock <instant[@speed]>', 'run on a virtual clock, for example 2026-11-27T15:30:00Z@60')
    .option('--no-color', 'no colours')
    .showHelpAfterError(false)
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => environment.stdout.write(text),
      writeErr: (text) => environment.stderr.write(text),
      outputError: () => undefined,
    });

  const run =
    <Flags>(load: () => Promise<Action<Flags>>) =>
    async (...received: unknown[]) => {
      const command = received.at(-1) as Command;
      const flags = command.optsWithGlobals<GlobalFlags & Flags>();
      const args = command.args;
      const action = await load();
      onExitCode((await action(readWorld(environment, flags), flags, args)) ?? 0);
    };

  program.action(run(async () => (await import('./dashboard.ts')).dashboard)).allowExcessArguments(false);

  const daemon = program.command('daemon').description('run the daemon without a dashboard');
  daemon
    .command('run')
    .description('in the foreground; stops on Ctrl-C')
    .action(run(async () => (await import('./daemon-run.ts')).daemonRun));
  daemon
    .command('stop')
    .description('stop a running daemon and wait until it has closed')
    .action(run(async () => (await import('./daemon-stop.ts')).daemonStop));

  program
    .command('status')
    .description('daemon, phase, next polls, budget, database, problems; exit code 0 when healthy')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('./status.ts')).status));
  program
    .command('quote [symbol]')
    .description('the latest quote')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('./quote.ts')).quote));
  program
    .command('chain [symbol]')
    .description('the latest option chain, or the chain as it was')
    .option('--expiry <date>', 'expiration date; the nearest one by default')
    .option('--at <time>', 'as it was then: 14:30 (New York, today) or an instant with its zone')
    .option('--json', 'as JSON')
    .option('--csv', 'as CSV')
    .action(run(async () => (await import('./chain.ts')).chain));
  program
    .command('usage')
    .description('API usage of the last hour')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('./usage.ts')).usage));
  program
    .command('refresh [job]')
    .description('poll now: quote, chain, bars or all')
    .option('--force', 'past the cache')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('./refresh.ts')).refresh));
  program
    .command('prune')
    .description('remove rows past their retention')
    .option('--dry-run', 'only say what would go')
    .option('--yes', 'do not ask')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('./prune.ts')).prune));
  program
    .command('calendar [date]')
    .description('phase and session hours of a date')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('./calendar.ts')).calendar));
  program
    .command('config [what]')
    .description('effective settings and where each came from (show), or the settings file’s path (path)')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('./config.ts')).config));
  return program;
}

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
    environment.stderr.write(`spyglass: ${error.message}\n  ${error.hint}\n`);
    if (error.code === 'internal') {
      const cause = error.cause instanceof Error ? error.cause : error;
      environment.stderr.write(`${cause.stack ?? messageOf(cause)}\n`);
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
