import type { CompletedCommand, TypedFlag, TypedWord } from './completion-tree.ts';
import type { ValueKind } from './value-kinds.ts';

/** What a script holds, before it is written in the language of a shell. */
export interface ScriptTables {
  /** By command: a line for each command below it. */
  commands: readonly TableRow[];
  /** By command: a line for each flag of its own. */
  flags: readonly TableRow[];
  /** The lines of flags that every command takes. */
  everywhere: readonly string[];
  /** By command and flag, or number of an argument: what stands there, as `kindText` writes it. */
  values: readonly { key: string; kind: string }[];
  /** The same of the flags that every command takes, by flag alone. */
  valuesEverywhere: readonly { key: string; kind: string }[];
}

/** The lines of a command, each a word, a tab and its description. */
export interface TableRow {
  path: string;
  lines: readonly string[];
}

/** The tree as tables; what every command has in common stands in them once. */
export function scriptTables(tree: readonly CompletedCommand[]): ScriptTables {
  const isEverywhere = (flag: TypedFlag) =>
    tree.every(({ flags }) =>
      flags.some(({ name, description }) => name === flag.name && description === flag.description),
    );
  const common = tree[0]!.flags.filter(isEverywhere);
  const commonNames = new Set(common.map(({ name }) => name));
  const own = ({ flags }: CompletedCommand) => flags.filter(({ name }) => !commonNames.has(name));
  const rows = (linesOf: (command: CompletedCommand) => readonly string[]) =>
    tree
      .map((command) => ({ path: command.path, lines: linesOf(command) }))
      .filter(({ lines }) => lines.length > 0);
  return {
    commands: rows(({ commands }) => commands.map(wordLine)),
    flags: rows((command) => own(command).flatMap(flagLines)),
    everywhere: common.flatMap(flagLines),
    values: tree.flatMap((command) => [
      ...own(command).flatMap((flag) => flagKinds(flag, `${command.path} `)),
      ...command.values.map((kind, index) => ({
        key: `${command.path} ${index + 1}`,
        kind: kindText(kind),
      })),
    ]),
    valuesEverywhere: common.flatMap((flag) => flagKinds(flag, '')),
  };
}

const wordLine = ({ name, description }: TypedWord) => `${name}\t${description}`;

function flagLines({ name, short, description }: TypedFlag): string[] {
  return [name, ...(short === null ? [] : [short])].map((typed) => wordLine({ name: typed, description }));
}

function flagKinds({ name, short, value }: TypedFlag, prefix: string): { key: string; kind: string }[] {
  if (value === null) return [];
  const kind = kindText(value);
  return [name, ...(short === null ? [] : [short])].map((typed) => ({ key: `${prefix}${typed}`, kind }));
}

/** `words csv ndjson`, `ask symbol`, `file`, `directory` or `text`. */
function kindText(kind: ValueKind): string {
  if (kind === 'text') return kind;
  if ('words' in kind) return `words ${kind.words.join(' ')}`;
  return 'ask' in kind ? `ask ${kind.ask}` : kind.path;
}
