import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { openLastOpen } from '../../../src/cli/dashboard/last-open.ts';
import { tempDir } from '../../support/temp-dir.ts';

const at = Date.parse('2026-11-27T20:42:00Z');

test('the last instant that was noted is found again, in a file for its owner only', async (t) => {
  const file = path.join(await tempDir(t), 'state', 'live.last-open.json');
  const first = await openLastOpen(file);
  t.is(first.at, null);
  first.keep(at);
  first.keep(at + 60_000);
  await first.settled();
  t.is((await openLastOpen(file)).at, at + 60_000);
  t.is((await stat(file)).mode & 0o777, 0o600);
});

for (const [what, text] of [
  ['is empty', ''],
  ['is no JSON', '{"at":'],
  ['is of another shape', '{"at":"today"}'],
  ['names an instant that no calendar has', '{"at":1e15}'],
  ['is a list', '[1]'],
] as const) {
  test(`a file that ${what} says that no dashboard was open, and is written anew`, async (t) => {
    const file = path.join(await tempDir(t), 'last-open.json');
    await writeFile(file, text);
    const lastOpen = await openLastOpen(file);
    t.is(lastOpen.at, null);
    lastOpen.keep(at);
    await lastOpen.settled();
    t.is(await readFile(file, 'utf8'), `{"at":${at}}\n`);
  });
}

test('a directory that cannot be written, or a file that cannot be replaced, is no failure', async (t) => {
  const dir = await tempDir(t);
  const taken = path.join(dir, 'taken.json');
  await mkdir(path.join(taken, 'by-a-directory'), { recursive: true });
  const closed = path.join(dir, 'closed');
  await mkdir(closed, { mode: 0o500 });
  t.teardown(() => chmod(closed, 0o700));
  await writeFile(path.join(dir, 'file'), '');
  for (const file of [taken, path.join(closed, 'last-open.json'), path.join(dir, 'file', 'last-open.json')]) {
    const lastOpen = await openLastOpen(file);
    lastOpen.keep(at);
    await t.notThrowsAsync(lastOpen.settled());
  }
});
