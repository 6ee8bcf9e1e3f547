import { Command, Option } from 'commander';
import { SpyglassError } from '../../base/errors.ts';
import { terminalText } from '../../base/sanitize.ts';
import type { Environment } from '../invocation/environment.ts';
import { timeForms } from '../../market/calendar/typed-time/time-forms.ts';
import { type Invocation, readInvocation } from '../invocation/invocation.ts';
import { onHost } from '../host/on-host.ts';
import { note } from '../output/output.ts';
import {
  type CommandAction,
  type CommandEntry,
  type CommandGroup,
  type OptionEntry,
  type ParsedFlags,
  takes,
} from './command-entry.ts';
import { archiveCommands } from './archive-commands.ts';
import { daemonCommands } from './daemon-commands.ts';
import { marketCommands } from './market-commands.ts';
import { exportCommands } from './export-commands.ts';
import { databaseCommands, recordingCommands } from './recording-commands.ts';
import { setupCommands } from './setup-commands.ts';
import { commandNamed, unknownCommand } from './unknown-command.ts';

const globalOptions: readonly OptionEntry[] = [
  ['--demo', 'a simulated market: no key, no network, its own database'],
  ['--data-dir <dir>', 'where recordings are kept'],
  ['--socket <path>', 'where the daemon listens'],
  ['--host <address>', 'the daemon of another machine, by ssh: ssh://[user@]server[:port][/socket]'],
  ['--config <file>', 'settings file'],
  ['--clock <instant[@speed]>', 'run on a virtual clock, for example 2026-11-27T15:30:00Z@60'],
  [
    '--plan <name>',
    'with --demo: the plan that the simulated key has: basic, starter, developer or advanced, which is the default',
  ],
  ['--fault <name>', 'with --demo: what the simulated API does wrong, see docs/faults.md'],
  ['--once', 'print the dashboard’s picture once; also what happens where output is no terminal'],
  ['--at <time>', `with --once: as it was recorded then, by New York’s clock: ${timeForms}`],
  ['--symbol <symbol>', 'the symbol that the dashboard shows first; commands about a symbol take it, too'],
  ['--screen-reader', 'the dashboard in sentences, for screen readers'],
  ['--no-color', 'no colours'],
];

/** What commander calls with the parsed arguments; the command itself comes last. */
type Handler = (...received: unknown[]) => Promise<void>;

/**
 * Builds the command line from the tables of commands. Each command's file is loaded when it runs, so that `--help`
 * stays quick.
 * @param onExitCode takes the exit code of the command that ran
 */
export function buildProgram(environment: Environment, onExitCode: (code: number) => void): Command {
  const program = globalProgram(environment);
  const runs = (
    entry: Pick<CommandEntry, 'load' | 'needs' | 'notesProblems' | 'options' | 'host' | 'connections'>,
  ): Handler =>
    async function run(...received) {
      const command = received.at(-1) as Command;
      const flags = command.optsWithGlobals<ParsedFlags>();
      if (flags.symbol !== undefined && !takes(entry, '--symbol')) throw noSymbolFlag(command);
      if (flags.at !== undefined && !takes(entry, '--at')) throw noAtFlag(command);
      const { args } = command;
      const action: CommandAction = await entry.load();
      const needs = entry.notesProblems ? { mayBeWrong: true } : entry.needs?.(args);
      const invocation = await readInvocation(environment, flags, needs);
      if (entry.notesProblems) noteProblems(invocation);
      const run = (reached: Invocation) => action(reached, flags as never, args, program);
      onExitCode((await onHost(entry, invocation, flags, run)) ?? 0);
    };
  const add = (parent: Command, entries: readonly CommandEntry[]) => {
    for (const entry of entries) {
      const command = addCommand(parent, entry, runs(entry));
      if (entry.commands) add(command, entry.commands);
    }
  };
  const addGroup = ({ name, description, commands }: CommandGroup) =>
    add(program.command(name).description(description), commands);

  const load = async () => (await import('../dashboard/open-dashboard.ts')).openDashboard;
  addDashboard(program, runs({ options: globalOptions, connections: 2, load }));
  addHelp(program);
  addGroup(daemonCommands);
  add(program, marketCommands);
  add(program, recordingCommands);
  addGroup(archiveCommands);
  add(program, exportCommands);
  addGroup(databaseCommands);
  add(program, setupCommands);
  return program;
}

function globalProgram(environment: Environment): Command {
  const program = new Command('spyglass')
    .description("Watch and record SPY's same-day-expiry (0-DTE) option chain from a terminal.")
    .version(environment.appVersion, '-V, --version');
  for (const [flags, description] of globalOptions) program.option(flags, description);
  return program
    .showHelpAfterError(false)
    .showSuggestionAfterError(true)
    .configureHelp({ showGlobalOptions: true, visibleGlobalOptions: globalOptionsOf })
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => environment.stdout.write(terminalText(text)),
      writeErr: (text) => environment.stderr.write(terminalText(text)),
      outputError: () => undefined,
    });
}

/** Of a subcommand: `--symbol` and `--at` are listed by those alone that take them. */
function globalOptionsOf({ parent }: Command): Option[] {
  if (!parent) return [];
  const own = parent.options.filter(({ hidden, long }) => !hidden && long !== '--symbol' && long !== '--at');
  return [...own, ...globalOptionsOf(parent)];
}

function noSymbolFlag(command: Command): SpyglassError {
  return new SpyglassError('usage', `${command.name()} takes no --symbol: it is not about one symbol.`);
}

function noAtFlag(command: Command): SpyglassError {
  return new SpyglassError('usage', `${command.name()} takes no --at: it is about now alone.`);
}

function addDashboard(program: Command, dashboard: Handler): void {
  program.allowExcessArguments(true).action(async (...received: unknown[]) => {
    // A word that is no command would be an argument of the dashboard, which takes none.
    const [word] = program.args;
    if (word !== undefined) throw unknownCommand(word, program);
    await dashboard(...received);
  });
}

function addHelp(program: Command): void {
  program
    .command('help [command...]')
    .description('what a command does, and its options')
    .action((words: string[]) => commandNamed(words, program).outputHelp());
}

function addCommand(parent: Command, entry: CommandEntry, handler: Handler): Command {
  const command = parent.command(entry.usage, { hidden: entry.isHidden === true });
  if (entry.description !== undefined) command.description(entry.description);
  for (const [flags, description] of entry.options ?? []) command.option(flags, description);
  for (const [flags, description] of entry.hiddenOptions ?? []) {
    command.addOption(new Option(flags, description).hideHelp());
  }
  return command.action(handler);
}

/** Names what is wrong with the settings where the command runs all the same. */
function noteProblems({ environment, settingsProblems, settingsWarnings }: Invocation): void {
  const problems = [...settingsProblems, ...settingsWarnings];
  if (problems.length === 0) return;
  note(environment, ['Defaults stand in for what is wrong in the settings:', ...problems].join('\n  '));
}
