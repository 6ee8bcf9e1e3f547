import { appendFileSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import SqliteDatabase from 'better-sqlite3';
import type { SpyglassError } from '../../../../src/base/errors.ts';
import { copyFiles, filesBytes } from '../../../../src/db/sqlite/past/copy-files.ts';
import { openPast } from '../../../../src/db/sqlite/past/open-past.ts';
import { lastInstant } from '../../../../src/market/calendar/instants.ts';
import { manualClock } from '../../../support/manual-clock.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { monday } from '../../fixtures.ts';
import { oldDatabase } from '../../old-database.ts';
import { quotes } from '../../versions/sample.ts';
import { places } from './recordings.ts';

const clock = manualClock(monday);

test('all files of a database but the index of its log are copied, for this user alone', async (t) => {
  const directory = await tempDir(t);
  const [path, target] = [join(directory, 'one'), join(directory, 'other')];
  for (const end of ['', '-wal', '-shm', '.lock'])
    writeFileSync(`${path}${end}`, `bytes${end}`, { mode: 0o444 });
  t.is(filesBytes(path), 'bytes'.length + 'bytes-wal'.length);
  t.true(await copyFiles(path, target));
  const copied = readdirSync(directory).filter((name) => name.startsWith('other'));
  t.deepEqual(copied.toSorted(), ['other', 'other-wal']);
  t.is(readFileSync(`${target}-wal`, 'utf8'), 'bytes-wal');
  if (process.platform !== 'win32') t.is(statSync(target).mode & 0o777, 0o600);
});

for (const end of ['', '-wal', '-shm']) {
  test(`a copy is of no use once somebody has written to database${end}`, async (t) => {
    const directory = await tempDir(t);
    const path = join(directory, 'one');
    writeFileSync(path, 'bytes');
    const copying = copyFiles(path, join(directory, 'other'));
    appendFileSync(`${path}${end}`, 'more');
    t.false(await copying);
  });
}

/** An old recording that SQLite opens for nobody: a link that leads nowhere is in the place of the log's index. */
async function unopenable(t: ExecutionContext) {
  const { path, temporaryDirectory } = await places(t);
  const raw = new SqliteDatabase(oldDatabase(path));
  raw.pragma('journal_mode = WAL');
  raw.close();
  writeFileSync(`${path}-wal`, '');
  symlinkSync(join(temporaryDirectory, 'none'), `${path}-shm`);
  return { path, temporaryDirectory, clock };
}

const unlessWindows = process.platform === 'win32' ? test.skip : test;

unlessWindows('a recording that changes while it is copied is copied again', async (t) => {
  const options = await unopenable(t);
  let copies = 0;
  const reader = await openPast({
    ...options,
    onCopy() {
      copies += 1;
      if (copies === 1) queueMicrotask(() => appendFileSync(`${options.path}-wal`, 'more'));
    },
  });
  t.teardown(() => reader.close());
  t.is(copies, 2);
  t.is(reader.copy?.reason, 'read-only');
  t.is((await reader.quotes.latest('SPY', lastInstant))?.price, quotes.at(-1)!.price);
});

unlessWindows('one that never rests is refused', async (t) => {
  const options = await unopenable(t);
  const onCopy = () => queueMicrotask(() => appendFileSync(`${options.path}-wal`, 'more'));
  const error = await t.throwsAsync<SpyglassError>(openPast({ ...options, onCopy }));
  t.is(error.code, 'database_busy');
  t.true(error.message.includes(options.path), error.message);
  t.deepEqual(readdirSync(options.temporaryDirectory), []);
});

unlessWindows('copying files ends when it is called off, and leaves nothing', async (t) => {
  const options = await unopenable(t);
  const controller = new AbortController();
  const reason = new Error('enough');
  const onCopy = () => queueMicrotask(() => controller.abort(reason));
  t.is(await t.throwsAsync(openPast({ ...options, signal: controller.signal, onCopy })), reason);
  t.deepEqual(readdirSync(options.temporaryDirectory), []);
});
