/** The manual page, made from the tables of the source as the generated blocks of the documents are. */
import type { Command, Option } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { errorTable } from '../src/base/errors.ts';
import { buildProgram } from '../src/cli/program/program.ts';
import type { SettingSpec } from '../src/config/settings/setting-spec.ts';
import { settingNames, settingsTable } from '../src/config/settings/settings-table.ts';

/** The text of `man/spyglass.1`, in the macros of man(7), which every man knows. */
export function manPage(): string {
  const program = buildProgram({ appVersion: '' } as never, () => undefined);
  const parts = [
    `.TH SPYGLASS 1 "" ${argument(`spyglass ${packageJson.version}`)} "User Commands"`,
    section('Name', [`spyglass \\- ${escaped(packageJson.description)}`]),
    section('Synopsis', [
      '.B spyglass\n[\\fIoptions\\fR]',
      '.br\n.B spyglass\n\\fIcommand\\fR [\\fIarguments\\fR] [\\fIoptions\\fR]',
    ]),
    section('Description', [
      paragraph(program.description()),
      paragraph(
        'Without a command it shows the dashboard: it attaches to a running daemon, or else runs one inside itself; without an API key it shows a simulated market. Results go to standard output, everything else to standard error.',
      ),
    ]),
    section('Options', program.createHelp().visibleOptions(program).map(optionItem)),
    section(
      'Commands',
      visibleCommands(program).flatMap((command) => commandItems(command, '')),
    ),
    section('Settings', [
      paragraph('The settings file is TOML; the environment wins over it.'),
      ...settingNames.map(settingItem),
    ]),
    section('Exit status', [
      item('0', 'Success; of `status` and `doctor`: nothing is wrong.'),
      ...Object.entries(errorTable).map(([code, { exit, hint }]) => item(`${exit} ${code}`, hint)),
    ]),
    section('Environment', [
      ...settingNames.flatMap((name) =>
        settingsTable[name].env.map((variable) => item(variable, `\`${settingsTable[name].path}\``)),
      ),
      item('SPYGLASS_HOST', 'As `--host`.'),
      item('NO_COLOR', 'As `--no-color`.'),
    ]),
    section('Files', [
      item(
        '~/.config/spyglass/spyglass.toml',
        'The settings. `spyglass config init` writes one to begin with.',
      ),
      item(
        '~/.local/share/spyglass/',
        'Recordings: `spyglass.sqlite` and `archive`, of a demo `demo.sqlite` and `demo-archive`.',
      ),
      item('~/.local/state/spyglass/', 'Logs, and what the dashboard keeps.'),
      item('~/.cache/spyglass/', 'Compiled code; it may be removed at any time.'),
    ]),
  ];
  return `.\\" Written by npm run docs from the tables of the source.\n${parts.join('\n')}\n`;
}

/** A heading begins a paragraph by itself. */
function section(name: string, lines: readonly string[]): string {
  return [`.SH ${name.toUpperCase()}`, ...lines].join('\n').replace(/^(\.SH .*)\n\.PP\n/, '$1\n');
}

function item(term: string, text: string): string {
  return `.TP\n\\fB${escaped(term)}\\fR\n${prose(text)}`;
}

const paragraph = (text: string) => `.PP\n${prose(text)}`;

function commandItems(command: Command, parent: string): string[] {
  const name = `${parent}${command.name()}`;
  const help = command.createHelp();
  const options = help.visibleOptions(command).filter(({ long }) => long !== '--help');
  const below = visibleCommands(command);
  const usage = command.registeredArguments.map((each) => {
    const written = `${each.name()}${each.variadic ? '...' : ''}`;
    return each.required ? ` <${written}>` : ` [${written}]`;
  });
  const isGroup = below.length > 0 && options.length === 0;
  return [
    ...(isGroup ? [] : [item(`${name}${usage.join('')}`, command.description())]),
    ...(options.length === 0 ? [] : ['.RS', ...options.map(optionItem), '.RE']),
    ...below.flatMap((each) => commandItems(each, `${name} `)),
  ];
}

function visibleCommands(command: Command): Command[] {
  const visible = new Set(command.createHelp().visibleCommands(command));
  return command.commands.filter((each) => visible.has(each));
}

const optionItem = ({ flags, description }: Option) => item(flags, description);

function settingItem(name: (typeof settingNames)[number]): string {
  const spec: SettingSpec = settingsTable[name];
  const isEmpty = spec.default === null || (Array.isArray(spec.default) && spec.default.length === 0);
  return item(spec.path, `${spec.summary}${isEmpty ? '' : ` (default: ${String(spec.default)})`}`);
}

/** Running text: what stands in backquotes becomes bold, and no line begins with a macro. */
function prose(text: string): string {
  const line = text
    .replaceAll(/\s+/g, ' ')
    .split('`')
    .map((part, index) => (index % 2 === 1 ? `\\fB${escaped(part)}\\fR` : escaped(part)))
    .join('');
  return /^[.']/.test(line) ? `\\&${line}` : line;
}

const argument = (text: string) => `"${escaped(text).replaceAll('"', '\\(dq')}"`;

/** Characters beyond ASCII by their number: not every man is told how its pages are encoded. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll(/[^\x20-\x7e]/gu, (character) => {
      const code = character.codePointAt(0)!.toString(16).toUpperCase();
      return `\\[u${code.padStart(4, '0')}]`;
    });
}
