import test from 'ava';
import { tablesOf } from '../../../src/cli/completion/completion.ts';
import { completionTree } from '../../../src/cli/completion/completion-tree.ts';
import type { CommandEntry } from '../../../src/cli/program/command-entry.ts';
import { buildProgram } from '../../../src/cli/program/program.ts';
import { archiveCommands } from '../../../src/cli/program/archive-commands.ts';
import { daemonCommands } from '../../../src/cli/program/daemon-commands.ts';
import { exportCommands } from '../../../src/cli/program/export-commands.ts';
import { marketCommands } from '../../../src/cli/program/market-commands.ts';
import { databaseCommands, recordingCommands } from '../../../src/cli/program/recording-commands.ts';
import { setupCommands } from '../../../src/cli/program/setup-commands.ts';

const program = buildProgram({ appVersion: '1.2.3' } as never, () => undefined);
const tables = tablesOf(program);

const groups = [daemonCommands, archiveCommands, databaseCommands];
const top = [...marketCommands, ...recordingCommands, ...exportCommands, ...setupCommands];
const entries: [string, CommandEntry][] = [
  ...top.map((entry): [string, CommandEntry] => ['', entry]),
  ...top.flatMap(({ usage, commands = [] }) =>
    commands.map((entry): [string, CommandEntry] => [usage.split(' ')[0]!, entry]),
  ),
  ...groups.flatMap(({ name, commands }) => commands.map((entry): [string, CommandEntry] => [name, entry])),
];

for (const [parent, { usage, description, options = [], isHidden }] of entries) {
  const name = usage.split(' ')[0]!;
  const path = `${parent} ${name}`.trim();
  test(`${path} is completed as the help lists it`, (t) => {
    const lines = tables.commands.find((row) => row.path === parent)?.lines ?? [];
    if (isHidden) return t.false(lines.some((line) => line.startsWith(`${name}\t`)));
    t.true(lines.includes(`${name}\t${description}`));
    const flags = tables.flags.find((row) => row.path === path)?.lines ?? [];
    for (const [written, what] of options) {
      const flag = /--[a-z-]+/.exec(written)![0];
      t.true(flags.includes(`${flag}\t${what}`), flag);
      t.is(
        written.includes('<'),
        tables.values.some(({ key }) => key === `${path} ${flag}`),
        flag,
      );
    }
    const count = usage.split(' ').length - 1;
    t.is(
      tables.values.filter(({ key }) => /\d$/.test(key) && key.startsWith(`${path} `)).length >= count,
      true,
    );
    return undefined;
  });
}

test('flags of every command stand there once, those that nobody types not at all', (t) => {
  t.true(tables.everywhere.some((line) => line.startsWith('--data-dir\t')));
  const all = [...tables.everywhere, ...tables.flags.flatMap(({ lines }) => lines)].join('\n');
  t.false(/--take-over|--log-file/.test(all));
  t.is(all.split('--data-dir').length, 2);
});

test('a flag whose values nobody has thought of is refused, rather than left without completion', (t) => {
  t.throws(() => completionTree(program, {}), { message: /no kind of value is known for/ });
});
