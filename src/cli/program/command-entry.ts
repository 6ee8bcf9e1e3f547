import type { Command } from 'commander';
import type { GlobalFlags } from '../invocation/flags.ts';
import type { Invocation, SettingsNeeds } from '../invocation/invocation.ts';

/**
 * A command's work. It resolves to the exit code, or to nothing for 0, and throws a `SpyglassError` on failure.
 * Each command declares its own flags; commander parses them by `CommandEntry.options`, so the table cannot check them.
 */
export type CommandAction = (
  invocation: Invocation,
  // Parameters are compared in one direction only: `never` accepts the flags of every command.
  flags: never,
  args: string[],
  /** The whole command line, for commands that are about it. */
  program: Command,
) => Promise<number | undefined>;

/** A flag as commander writes it (`--expiry <date>`), and its line of help. */
export type OptionEntry = readonly [flags: string, description: string];

/** One command: a line of `--help`, and the file that does its work, loaded when it runs. */
export interface CommandEntry {
  /** Name and arguments as commander writes them: `chain [symbol]`. */
  usage: string;
  description?: string;
  options?: readonly OptionEntry[];
  /** Options that only this program passes to itself. */
  hiddenOptions?: readonly OptionEntry[];
  /** Works, but is not in the help: an old name. */
  isHidden?: boolean;
  load: () => Promise<CommandAction>;
  /** Commands below this one: `levels recompute`. */
  commands?: readonly CommandEntry[];
  /** What the command needs of the settings, by its arguments. */
  needs?: (args: readonly string[]) => SettingsNeeds;
  /**
   * What `--host` means to it: `refused` where it is about files and processes of this machine, `ignored` where it asks no
   * daemon. By default the daemon over there answers.
   */
  host?: 'refused' | 'ignored';
  /** How many connections to a daemon it makes one after the other, where there are several: with `--host` each takes a second. */
  connections?: number;
  /** Runs with wrong settings too, after a note of what is wrong with them. */
  notesProblems?: boolean;
}

/** A command that only groups others: `daemon start`. */
export interface CommandGroup {
  name: string;
  description: string;
  commands: readonly CommandEntry[];
}

export const json: OptionEntry = ['--json', 'as JSON'];

/** `--symbol`, of the commands that are about a symbol. */
export const symbolOption = (description: string): OptionEntry => ['--symbol <symbol>', description];

/** Of commands that also have it as an argument. */
export const sameAsArgument = symbolOption('the same as the argument: SPY, or I:SPX for an index');

/** `--archive`, of the commands that read the past. */
export const archiveOption: OptionEntry = [
  '--archive <directory>',
  'read this archive alone, without a database or a daemon',
];

/** Whether a command takes a flag with a value that the dashboard takes, too. */
export const takes = ({ options = [] }: Pick<CommandEntry, 'options'>, flag: '--symbol' | '--at'): boolean =>
  options.some(([flags]) => flags.startsWith(`${flag} `));

/** Flags as every command gets them, its own included. */
export type ParsedFlags = GlobalFlags & Record<string, unknown>;
