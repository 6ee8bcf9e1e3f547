import { spawnSync } from 'node:child_process';
import test from 'ava';
import { bashScript } from '../../../src/cli/completion/bash-script.ts';
import { tablesOf } from '../../../src/cli/completion/completion.ts';
import { fishScript } from '../../../src/cli/completion/fish-script.ts';
import { quoted } from '../../../src/cli/completion/posix-tables.ts';
import { zshScript } from '../../../src/cli/completion/zsh-script.ts';
import { buildProgram } from '../../../src/cli/program/program.ts';
import { run } from '../../e2e/support/command.ts';
import { makeHome } from '../../e2e/support/terminal.ts';

const tables = tablesOf(buildProgram({ appVersion: '1.2.3' } as never, () => undefined));

for (const [shell, script] of [
  ['bash', bashScript],
  ['zsh', zshScript],
  ['fish', fishScript],
] as const) {
  test(`the script for ${shell} is printed, with every command, flag and asked value`, async (t) => {
    const { code, stdout } = await run(makeHome(t), ['completion', shell]);
    t.is(code, 0);
    t.is(stdout, script(tables));
    for (const { lines } of [...tables.commands, ...tables.flags]) {
      for (const line of lines) t.true(stdout.includes(line.split('\t')[0]!), line);
    }
    for (const { kind } of tables.values) t.true(stdout.includes(kind));
  });
}

test('another shell is refused with those that there are', async (t) => {
  const { code, stderr, stdout } = await run(makeHome(t), ['completion', 'tcsh']);
  t.deepEqual([code, stdout], [2, '']);
  t.regex(stderr, /completion tcsh: expected bash, zsh or fish/);
});

test('a word of the tables reaches the shell as it is', (t) => {
  const hostile = `it's $(touch x) \`touch y\` "z" \\ !`;
  const { stdout } = spawnSync('sh', ['-c', `printf %s ${quoted(hostile)}`], { encoding: 'utf8' });
  t.is(stdout, hostile);
});
