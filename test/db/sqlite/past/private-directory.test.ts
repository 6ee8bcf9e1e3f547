import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { createPrivateDirectory, removeLeftovers } from '../../../../src/db/sqlite/past/private-directory.ts';
import { tempDir } from '../../../support/temp-dir.ts';

test('nobody else looks into a private directory, and it goes with what is in it', async (t) => {
  const parent = await tempDir(t);
  const directory = createPrivateDirectory(parent);
  if (process.platform !== 'win32') {
    t.is(statSync(directory.path).mode & 0o777, 0o700);
    for (const name of readdirSync(directory.path)) {
      t.is(statSync(join(directory.path, name)).mode & 0o777, 0o600, name);
    }
  }
  writeFileSync(join(directory.path, 'file'), 'bytes');
  removeLeftovers(parent);
  t.true(readdirSync(directory.path).includes('file'), 'it is in use, by this process');
  directory.release();
  directory.release();
  t.deepEqual(readdirSync(parent), []);
});

test('what is not a directory of ours is no leftover', async (t) => {
  const parent = await tempDir(t);
  mkdirSync(join(parent, 'elsewhere'));
  writeFileSync(join(parent, 'elsewhere', 'lock'), '');
  symlinkSync(join(parent, 'elsewhere'), join(parent, 'spyglass-copy-1-link'));
  writeFileSync(join(parent, 'spyglass-copy-1-file'), '');
  mkdirSync(join(parent, 'spyglass-copy-1-other'));
  writeFileSync(join(parent, 'spyglass-copy-1-other', 'letter'), '');
  removeLeftovers(parent);
  t.deepEqual(readdirSync(parent).toSorted(), [
    'elsewhere',
    'spyglass-copy-1-file',
    'spyglass-copy-1-link',
    'spyglass-copy-1-other',
  ]);
  t.deepEqual(readdirSync(join(parent, 'elsewhere')), ['lock']);
});

test('what a process left before it made its lock, and a copy without a living process, go', async (t) => {
  const parent = await tempDir(t);
  mkdirSync(join(parent, 'spyglass-copy-1-empty'));
  mkdirSync(join(parent, 'spyglass-copy-1-whole'));
  for (const name of ['lock', 'spyglass.sqlite', 'spyglass.sqlite-journal']) {
    writeFileSync(join(parent, 'spyglass-copy-1-whole', name), '');
  }
  removeLeftovers(parent);
  t.deepEqual(readdirSync(parent), []);
});

test('a parent that is not there has no leftovers', async (t) => {
  t.notThrows(() => removeLeftovers('/none/such'));
  t.pass();
});
