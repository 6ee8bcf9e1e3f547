import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { openSavedPictures } from '../../../src/cli/dashboard/saved-pictures.ts';
import { toSpyglassError } from '../../../src/base/errors.ts';
import { tempDir } from '../../support/temp-dir.ts';

const files = [
  { name: 'picture.svg', text: '<svg/>\n' },
  { name: 'provenance.json', text: '{}\n' },
];
const version = { appVersion: '1.2.3' };

test('a picture is a folder of its own, for its owner only', async (t) => {
  const dataDir = path.join(await tempDir(t), 'data');
  const folder = await openSavedPictures(dataDir, { ...version, env: {} }).write('2026-11-24', files);
  t.is(folder, path.join(dataDir, 'pictures', '2026-11-24'));
  t.deepEqual((await readdir(folder)).sort(), ['picture.svg', 'provenance.json']);
  t.is(await readFile(path.join(folder, 'picture.svg'), 'utf8'), '<svg/>\n');
  t.is((await stat(folder)).mode & 0o777, 0o700);
  t.is((await stat(path.join(folder, 'picture.svg'))).mode & 0o777, 0o600);
});

test('a name that is taken gets a number, and what had it stays', async (t) => {
  const dataDir = await tempDir(t);
  const pictures = openSavedPictures(dataDir, { ...version, env: {} });
  await mkdir(path.join(dataDir, 'pictures'), { recursive: true });
  await writeFile(path.join(dataDir, 'pictures', 'p'), 'a file of somebody else');
  const [first, second] = await Promise.all([pictures.write('p', files), pictures.write('p', files)]);
  t.deepEqual([path.basename(first!), path.basename(second!)].sort(), ['p-2', 'p-3']);
  t.is(await readFile(path.join(dataDir, 'pictures', 'p'), 'utf8'), 'a file of somebody else');
});

test('the home directory is written as ~', async (t) => {
  const home = await tempDir(t);
  const pictures = openSavedPictures(path.join(home, 'data'), { ...version, env: { HOME: home } });
  t.is(await pictures.write('p', files), '~/data/pictures/p');
});

test('what cannot be written is said, and leaves no folder', async (t) => {
  const dataDir = await tempDir(t);
  const pictures = openSavedPictures(dataDir, { ...version, env: {} });
  const wrong = [...files, { name: 'no/such/folder', text: '' }];
  const error = toSpyglassError(await t.throwsAsync(pictures.write('p', wrong)));
  t.is(error.code, 'file');
  t.regex(error.message, /no such file or directory/);
  t.deepEqual(await readdir(path.join(dataDir, 'pictures')), []);

  await writeFile(path.join(dataDir, 'taken'), '');
  const elsewhere = openSavedPictures(path.join(dataDir, 'taken'), { ...version, env: {} });
  t.regex(toSpyglassError(await t.throwsAsync(elsewhere.write('p', files))).message, /no directory/);
});
