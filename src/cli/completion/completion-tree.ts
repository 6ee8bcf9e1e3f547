import type { Command, Option } from 'commander';
import type { ValueKind } from './value-kinds.ts';

/** A word that may be typed, and what it is. */
export interface TypedWord {
  name: string;
  description: string;
}

/** A flag as it is typed; `value` where one follows it. */
export interface TypedFlag extends TypedWord {
  short: string | null;
  value: ValueKind | null;
}

/** One command, and what may follow it. */
export interface CompletedCommand {
  /** `archive now`; empty for the program itself. */
  path: string;
  commands: TypedWord[];
  flags: TypedFlag[];
  /** Its arguments, in order. */
  values: ValueKind[];
}

/**
 * Every command that the help lists, the program first.
 * @throws where a flag or an argument takes a value that the table has no kind for
 */
export function completionTree(
  program: Command,
  kinds: Readonly<Record<string, ValueKind | undefined>>,
): CompletedCommand[] {
  const kindOf = (path: string, name: string) => {
    const kind = kinds[`${path} ${name}`] ?? kinds[name];
    if (kind === undefined) throw new Error(`no kind of value is known for ${path} ${name}`);
    return kind;
  };
  const visit = (command: Command, path: string): CompletedCommand[] => {
    const help = command.createHelp();
    const below = visibleCommands(command);
    const own = help.visibleOptions(command);
    // `levels recompute` also lists those of `levels`.
    const others = help
      .visibleGlobalOptions(command)
      .filter(({ long }) => own.every((option) => option.long !== long));
    const names = path === 'help' ? visibleCommands(program) : below;
    const completed = {
      path,
      commands: names.map((each) => ({ name: each.name(), description: line(each.description()) })),
      flags: [...own, ...others].map((option) => flagOf(option, (name) => kindOf(path, name))),
      values: command.registeredArguments.map((_, index) => kindOf(path, String(index + 1))),
    };
    return [completed, ...below.flatMap((each) => visit(each, `${path} ${each.name()}`.trim()))];
  };
  return visit(program, '');
}

/** Those of the tables: the `help` that commander would add to each group stands beside `--help`. */
function visibleCommands(command: Command): Command[] {
  const visible = new Set(command.createHelp().visibleCommands(command));
  return command.commands.filter((each) => visible.has(each));
}

function flagOf(option: Option, kindOf: (name: string) => ValueKind): TypedFlag {
  const name = option.long ?? option.flags;
  return {
    ...{ name, short: option.short ?? null, description: line(option.description) },
    value: option.required || option.optional ? kindOf(name) : null,
  };
}

/** In one line, without what separates columns and what a terminal would obey. */
function line(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ');
}
