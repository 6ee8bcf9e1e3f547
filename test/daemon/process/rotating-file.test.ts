import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { createFileLog } from '../../../src/daemon/process/log.ts';
import { openRotatingFile } from '../../../src/daemon/process/rotating-file.ts';
import { tempDir } from '../../support/temp-dir.ts';

const line = (n: number) => `${String(n).padStart(9, '0')}\n`;

test('a log never takes more than its size times its files, and loses no line before that', async (t) => {
  const dir = await tempDir(t);
  const file = path.join(dir, 'logs', 'x.log');
  const log = openRotatingFile(file, { maxBytes: 100, files: 3 });
  for (let n = 0; n < 25; n++) log.write(line(n));
  t.deepEqual(readdirSync(path.dirname(file)).sort(), ['x.log', 'x.log.1', 'x.log.2']);
  const kept = ['x.log.2', 'x.log.1', 'x.log'].map((name) =>
    readFileSync(path.join(dir, 'logs', name), 'utf8'),
  );
  t.is(kept.join(''), Array.from({ length: 25 }, (_, n) => line(n)).join(''));
  for (let n = 25; n < 1000; n++) log.write(line(n));
  t.is(readdirSync(path.dirname(file)).length, 3);
  t.true(readdirSync(path.dirname(file)).every((name) => statSync(path.join(dir, 'logs', name)).size <= 100));
  t.true(readFileSync(file, 'utf8').endsWith(line(999)));
  t.is(statSync(file).mode & 0o777, 0o600);
  log.close();
});

test('other limits hold from the next line on, and nothing of a time of more files stays', async (t) => {
  const file = path.join(await tempDir(t), 'x.log');
  const { log, setLimits, close } = createFileLog(file, 'info', { maxBytes: 200, files: 4 });
  const names = () => readdirSync(path.dirname(file)).sort();
  for (let n = 0; n < 40; n++) log.info({ n }, 'a line');
  t.is(names().length, 4);
  setLimits({ maxBytes: 200, files: 2 });
  for (let n = 0; n < 10; n++) log.info({ n }, 'a line');
  t.deepEqual(names(), ['x.log', 'x.log.1']);
  setLimits({ maxBytes: 2000, files: 3 });
  for (let n = 0; n < 20; n++) log.info({ n }, 'a line');
  t.true(statSync(file).size > 1000);
  for (let n = 0; n < 60; n++) log.info({ n }, 'a line');
  t.is(names().length, 3);
  close();
});

test('what is in the file from before counts, and is continued', async (t) => {
  const file = path.join(await tempDir(t), 'x.log');
  for (let start = 0; start < 3; start++) {
    const log = openRotatingFile(file, { maxBytes: 25, files: 2 });
    log.write(line(start));
    log.close();
  }
  t.is(readFileSync(`${file}.1`, 'utf8'), line(0) + line(1));
  t.is(readFileSync(file, 'utf8'), line(2));
});

test('a line longer than a file is written all the same', async (t) => {
  const file = path.join(await tempDir(t), 'x.log');
  const log = openRotatingFile(file, { maxBytes: 20, files: 2 });
  log.write(`${'x'.repeat(50)}\n`);
  log.write(line(1));
  t.is(readFileSync(file, 'utf8'), line(1));
  t.is(readFileSync(`${file}.1`, 'utf8').length, 51);
  log.close();
});

test('after somebody has moved the file away, reopening begins a new one', async (t) => {
  const file = path.join(await tempDir(t), 'x.log');
  const { log, reopen, setLevel, close } = createFileLog(file, 'info', { maxBytes: 10_000, files: 2 });
  log.info({ n: 1 }, 'before');
  renameSync(file, `${file}.moved`);
  log.info({ n: 2 }, 'still there');
  reopen();
  log.debug({}, 'not said');
  setLevel('debug');
  log.debug({ n: 3 }, 'after');
  const said = (name: string) =>
    readFileSync(name, 'utf8')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text).n);
  t.deepEqual(said(`${file}.moved`), [1, 2]);
  t.deepEqual(said(file), [3]);
  close();
});

test('lines that cannot be written end nothing, and are told of when writing works again', async (t) => {
  const file = path.join(await tempDir(t), 'x.log');
  const log = openRotatingFile(file, { maxBytes: 20, files: 1 });
  log.write(line(0));
  log.write(line(1));
  // A directory of that name: the next file cannot be opened.
  log.close();
  renameSync(file, `${file}.old`);
  mkdirSync(file);
  log.write(line(2));
  log.write(line(3));
  renameSync(file, `${file}.directory`);
  log.write(line(4));
  t.true(existsSync(file));
  t.regex(readFileSync(file, 'utf8'), /^0{8}4\n$|2 lines could not be written: EISDIR/);
  log.close();
});

test('a log that cannot be made is tried again with each line, and says so once each way', async (t) => {
  const dir = await tempDir(t);
  const folder = path.join(dir, 'logs');
  writeFileSync(folder, 'a file where the folder should be');
  const told: (string | null)[] = [];
  const file = path.join(folder, 'x.log');
  const log = openRotatingFile(file, { maxBytes: 1000, files: 2 }, (reason) => told.push(reason));
  log.write(line(0));
  log.reopen();
  log.write(line(1));
  t.is(told.length, 1);
  t.regex(told[0]!, /EEXIST|ENOTDIR/);
  rmSync(folder);
  log.write(line(2));
  t.deepEqual(told.slice(1), [null]);
  t.regex(readFileSync(file, 'utf8'), /2 lines could not be written.*\n000000002\n$/);
  log.close();
});
