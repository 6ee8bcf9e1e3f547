import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import { openFileOutput } from '../../../src/cli/export/output/file-output.ts';
import { tempDir } from '../../support/temp-dir.ts';

test('a file appears as a whole, and until then only beside its place', async (t) => {
  const dir = await tempDir(t);
  const file = path.join(dir, 'out.csv');
  const output = await openFileOutput({ path: file, isForced: false, pid: 7 });
  await output.write('one\r\n');
  await output.write(new TextEncoder().encode('two\r\n'));
  t.deepEqual(readdirSync(dir), ['out.csv.7.partial']);
  await output.finish();
  t.deepEqual(readdirSync(dir), ['out.csv']);
  t.is(readFileSync(file, 'utf8'), 'one\r\ntwo\r\n');
});

test('what is abandoned leaves nothing', async (t) => {
  const dir = await tempDir(t);
  const output = await openFileOutput({ path: path.join(dir, 'out.csv'), isForced: false, pid: 7 });
  await output.write('one\r\n');
  await output.abandon();
  t.deepEqual(readdirSync(dir), []);
});

test('a file that is there is replaced with force alone, also where it came meanwhile', async (t) => {
  const dir = await tempDir(t);
  const file = path.join(dir, 'out.csv');
  writeFileSync(file, 'mine');
  const refused = await t.throwsAsync(openFileOutput({ path: file, isForced: false, pid: 7 }), {
    instanceOf: SpyglassError,
    message: /out\.csv exists already; it was left as it is/,
  });
  t.is(refused.code, 'file');
  const forced = await openFileOutput({ path: file, isForced: true, pid: 7 });
  await forced.write('new');
  t.is(readFileSync(file, 'utf8'), 'mine');
  await forced.finish();
  t.is(readFileSync(file, 'utf8'), 'new');

  const other = path.join(dir, 'other.csv');
  const late = await openFileOutput({ path: other, isForced: false, pid: 7 });
  await late.write('new');
  writeFileSync(other, 'mine');
  await t.throwsAsync(late.finish(), { message: /other\.csv exists already/ });
  t.is(readFileSync(other, 'utf8'), 'mine');
  await late.abandon();
  t.deepEqual(readdirSync(dir).toSorted(), ['other.csv', 'out.csv']);
});

test('nothing but a regular file is ever replaced', async (t) => {
  const dir = await tempDir(t);
  mkdirSync(path.join(dir, 'folder'));
  symlinkSync('/dev/null', path.join(dir, 'link'));
  for (const name of ['folder', 'link']) {
    await t.throwsAsync(openFileOutput({ path: path.join(dir, name), isForced: true, pid: 7 }), {
      message: /is no regular file, and would be replaced by one/,
    });
  }
  t.deepEqual(readdirSync(dir).toSorted(), ['folder', 'link']);
});
