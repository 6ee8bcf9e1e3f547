import { execFile } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { launcher } from '../e2e/support/terminal.ts';
import { tempDir } from '../support/temp-dir.ts';

const readme = readFileSync(path.resolve(import.meta.dirname, '../../README.md'), 'utf8');

test('a program that has not been built says so, with the exit code that the README names', async (t) => {
  const copy = path.join(await tempDir(t), 'spyglass.js');
  copyFileSync(launcher, copy);
  const outcome = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile(process.execPath, [copy], (error, _stdout, stderr) => resolve({ code: error?.code, stderr }));
  });
  t.regex(outcome.stderr, /not built yet: run `npm run build`/);
  const section = /## Exit codes\n([\s\S]*?)\n## /.exec(readme)![1]!;
  t.regex(section, new RegExp(`\\b${outcome.code}\\b`));
  const exits = [...readFileSync(launcher, 'utf8').matchAll(/process\.exit\((\d+)\)/g)].map(
    ([, code]) => code,
  );
  t.deepEqual(new Set(exits), new Set([String(outcome.code)]), 'the launcher has no other');
});
