import { Command, CommanderError, Option } from 'commander';
import { messageOf, SpyglassError, toSpyglassError } from '../base/errors.ts';
import { terminalText } from '../base/sanitize.ts';
import { closest } from '../config/load-settings.ts';
import type { Environment } from './invocation/environment.ts';
import type { GlobalFlags } from './invocation/flags.ts';
import { note } from './output/output.ts';
import { readInvocation, type SettingsNeeds, type Invocation } from './invocation/invocation.ts';

/** A command's work; it resolves to the exit code when that is not simply 0. */
type Action<Flags> = (
  invocation: Invocation,
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
    .option('--fault <name>', 'with --demo: what the simulated API does wrong, see docs/faults.md')
    .option('--once', 'print the dashboard’s picture once; also what happens where output is no terminal')
    .option('--screen-reader', 'the dashboard in sentences, for screen readers')
    .option('--no-color', 'no colours')
    .showHelpAfterError(false)
    .showSuggestionAfterError(true)
    .configureHelp({ showGlobalOptions: true })
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => environment.stdout.write(terminalText(text)),
      writeErr: (text) => environment.stderr.write(terminalText(text)),
      outputError: () => undefined,
    });

  const run =
    <Flags>(load: () => Promise<Action<Flags>>, needsOf: (args: string[]) => SettingsNeeds = () => ({})) =>
    async (...received: unknown[]) => {
      const command = received.at(-1) as Command;
      const flags = command.optsWithGlobals<GlobalFlags & Flags>();
      const args = command.args;
      const action = await load();
      const invocation = await readInvocation(environment, flags, needsOf(args));
      onExitCode((await action(invocation, flags, args)) ?? 0);
    };

  /** With a note of what is wrong; the doctor has lines of its own for it. */
  const runAnyway = <Flags>(load: () => Promise<Action<Flags>>) =>
    run<Flags>(
      async () => {
        const action = await load();
        return async (invocation, flags, args) => {
          noteProblems(invocation);
          return await action(invocation, flags, args);
        };
      },
      () => ({ mayBeWrong: true }),
    );

  const dashboard = run(async () => (await import('./commands/dashboard.ts')).dashboard);
  program.allowExcessArguments(true).action(async (...received: unknown[]) => {
    // A word that is no command would be an argument of the dashboard, which takes none.
    const [word] = program.args;
    if (word !== undefined) throw unknownCommand(word, program);
    await dashboard(...received);
  });
  program
    .command('help [command...]')
    .description('what a command does, and its options')
    .action((words: string[]) => commandNamed(words, program).outputHelp());

  const daemon = program.command('daemon').description('run the daemon without a dashboard');
  daemon
    .command('run')
    .description('in the foreground; stops on Ctrl-C, reads the settings anew on HUP')
    .addOption(new Option('--log-file', 'log into the file that `daemon start` uses').hideHelp())
    .addOption(new Option('--take-over', 'wait for a dashboard that hands over its recording').hideHelp())
    .action(run(async () => (await import('./daemon/daemon-run.ts')).daemonRun));
  daemon
    .command('start')
    .description('in the background; returns when it is ready, or with why it is not')
    .action(run(async () => (await import('./daemon/daemon-start.ts')).daemonStart));
  daemon
    .command('restart')
    .description('stop it if it runs, of whatever version, and start it in the background')
    .action(run(async () => (await import('./daemon/daemon-restart.ts')).daemonRestart));
  daemon
    .command('stop')
    .description('stop a running daemon and wait until it has closed')
    .action(runAnyway(async () => (await import('./daemon/daemon-stop.ts')).daemonStop));

  program
    .command('status')
    .description('daemon, phase, next polls, budget, database, problems; exit code 0 when healthy')
    .option('--json', 'as JSON')
    .action(runAnyway(async () => (await import('./commands/status.ts')).status));
  program
    .command('quote [symbol]')
    .description('the latest quote; of the whole watch list without a symbol')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('./commands/quote.ts')).quote));
  program
    .command('chain [symbol]')
    .description('the latest option chain, or the chain as it was')
    .option('--expiry <date>', 'expiration date; the nearest one by default')
    .option('--at <time>', 'as it was then: 14:30 (New York, today) or an instant with its zone')
    .option('--json', 'as JSON')
    .option('--csv', 'as CSV')
    .action(run(async () => (await import('./commands/chain.ts')).chain));
  program
    .command('levels [symbol]')
    .description('gamma levels, expected move, volatility and skew of the latest chain, or as they were')
    .option('--at <time>', 'as they were then: 14:30 (New York, today) or an instant with its zone')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('./commands/levels.ts')).levels));
  program
    .command('last-trade [symbol]')
    .description('the last trade and quote of a stock, or of one contract such as SPY261127C00660000')
    .option('--force', 'past the cache, and what the plan refused before')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('./commands/last-trade.ts')).lastTrade));
  // Its name up to 0.1.
  program
    .command('tape [symbol]', { hidden: true })
    .option('--force')
    .option('--json')
    .action(run(async () => (await import('./commands/last-trade.ts')).tape));
  program
    .command('alerts')
    .description('alert rules as they stand, and what was told today')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('./commands/alerts.ts')).alerts));
  program
    .command('usage')
    .description('API usage of the last hour')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('./commands/usage.ts')).usage));
  program
    .command('refresh [job]')
    .description('poll now: quote, chain, bars or all')
    .option('--force', 'past the cache')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('./commands/refresh.ts')).refresh));
  program
    .command('backfill [symbol]')
    .description('fetch the bars of earlier days that are not stored yet; Ctrl-C and run again to go on')
    .option('--timeframe <name>', 'daily, 1hour or 15min; daily by default')
    .option('--from <date>', 'first day; two years ago by default')
    .option('--to <date>', 'last day; today by default')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('./commands/backfill.ts')).backfill));
  program
    .command('prune')
    .description('remove rows past their retention')
    .option('--dry-run', 'only say what would go')
    .option('--yes', 'do not ask')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('./commands/prune.ts')).prune));
  const db = program.command('db').description('look after the recordings');
  db.command('check')
    .description('look for damage; exit code 0 when there is none')
    .option('--quick', 'leave out comparing every index with its table')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('./commands/db.ts')).dbCheck));
  db.command('backup <file>')
    .description('copy the recordings into a new file, also while the daemon records')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('./commands/db.ts')).dbBackup));
  db.command('migrate')
    .description('bring the recordings up to this version’s schema; the daemon does so when it starts')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('./commands/db.ts')).dbMigrate));
  program
    .command('events')
    .description('everything that happens, as it happens')
    .option('--json', 'as one JSON object a line')
    .action(runAnyway(async () => (await import('./commands/events.ts')).events));
  program
    .command('doctor')
    .description('look for what could go wrong, and say what to do; exit code 0 when nothing has failed')
    .option('--json', 'as JSON')
    .action(
      run(
        async () => (await import('./commands/doctor.ts')).doctor,
        () => ({ mayBeWrong: true }),
      ),
    );
  program
    .command('service <action>')
    .description('let the system run the daemon: install, uninstall or status (systemd or launchd)')
    .option('--print', 'only print what would be written')
    .action(run(async () => (await import('./daemon/supervisor.ts')).service));
  program
    .command('calendar [date]')
    .description('phase and session hours of a date')
    .option('--json', 'as JSON')
    .action(run(async () => (await import('./commands/calendar.ts')).calendar));
  program
    .command('config [what]')
    .description(
      'effective settings and where each came from (show), the settings file’s path (path), or a commented file to begin with (init)',
    )
    .option('--json', 'as JSON')
    .action(
      run(
        async () => (await import('./commands/config.ts')).config,
        ([what]) => ({ mayLackFile: what === 'init', mayBeWrong: what === 'path' }),
      ),
    );
  return program;
}

/** The command that these words name: `daemon start`. @throws SpyglassError `usage` */
function commandNamed(words: readonly string[], program: Command): Command {
  return words.reduce((parent, word) => {
    const found = parent.commands.find((command) => command.name() === word);
    if (!found) throw unknownCommand(word, parent);
    return found;
  }, program);
}

function unknownCommand(word: string, parent: Command): SpyglassError {
  const names = parent.commands.map((command) => command.name());
  const close = closest(word.slice(0, 60), names);
  const of = parent.parent ? ` of ${parent.name()}` : '';
  return new SpyglassError(
    'usage',
    `There is no command ${JSON.stringify(word)}${of}${close ? `; did you mean ${close}?` : '.'}`,
    { hint: '`spyglass help` lists the commands.' },
  );
}

/** Says what is wrong with the settings to whom it does not stop. */
function noteProblems({ environment, settingsProblems, settingsWarnings }: Invocation): void {
  const problems = [...settingsProblems, ...settingsWarnings];
  if (problems.length === 0) return;
  note(environment, ['Defaults stand in for what is wrong in the settings:', ...problems].join('\n  '));
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
