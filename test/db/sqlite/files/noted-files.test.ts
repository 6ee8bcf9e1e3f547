import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { isSameFile, lookAtFiles } from '../../../../src/db/sqlite/files/noted-files.ts';
import { takeOwnerLock } from '../../../../src/db/sqlite/files/owner-lock.ts';
import { tempDir } from '../../../support/temp-dir.ts';

test('a file is known by its inode and the time it was made, or by inode and device where no time is kept', (t) => {
  t.true(isSameFile('8:17:1000', '8:17:1000'));
  t.true(
    isSameFile('8:17:1000', '9:17:1000'),
    'the device has another number after the machine has started again',
  );
  t.false(isSameFile('8:17:1000', '8:17:2000'), 'an inode that was given to another file');
  t.false(isSameFile('8:17:1000', '8:18:1000'));
  t.true(isSameFile('8:17:', '8:17:'));
  t.true(isSameFile('8:17:1000', '8:17:'));
  t.false(isSameFile('8:17:', '9:17:'));
});

test('a rename keeps what a file is known by, and a file that is missing is nothing to note', async (t) => {
  const path = join(await tempDir(t), 'spyglass.sqlite');
  writeFileSync(path, 'a database');
  t.is(lookAtFiles(path), null);
  writeFileSync(`${path}-wal`, 'its log');
  const found = lookAtFiles(path)!;
  t.false(isSameFile(found.database, found.log));
  renameSync(`${path}-wal`, `${path}-moved`);
  renameSync(`${path}-moved`, `${path}-wal`);
  t.true(isSameFile(lookAtFiles(path)!.log, found.log));
});

test('noting files keeps the lock, and the next owner finds them', async (t) => {
  const path = join(await tempDir(t), 'spyglass.sqlite');
  const lock = takeOwnerLock(path, { pid: 1 });
  t.is(lock.noted(), null);
  const files = { database: '8:17:1000', log: '8:18:1001' };
  lock.note(files);
  t.throws(() => takeOwnerLock(path, { pid: 2, patienceMs: 0 }), { message: /process 1 records/ });
  lock.release();
  const next = takeOwnerLock(path, { pid: 2 });
  t.deepEqual(next.noted(), files);
  next.note({ ...files, log: '8:19:1002' });
  t.is(next.noted()?.log, '8:19:1002');
  next.release();
});
