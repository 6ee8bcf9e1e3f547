import { renameSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { startCheckpointThread } from '../../../../src/db/sqlite/files/checkpoint-thread.ts';
import type { NativeDatabase } from '../../../../src/db/sqlite/connection.ts';
import { createLogCopier } from '../../../../src/db/sqlite/files/log-copier.ts';
import { tempDir } from '../../../support/temp-dir.ts';

/** A database whose commits copy nothing by themselves. */
async function openLog(t: ExecutionContext) {
  const native = new SqliteDatabase(path.join(await tempDir(t), 'log.db'));
  t.teardown(() => native.close());
  native.pragma('journal_mode = WAL');
  native.pragma('wal_autocheckpoint = 0');
  native.exec('create table filler (content blob)');
  const insert = native.prepare('insert into filler values (zeroblob(?))');
  return {
    native,
    write: (pages: number) => void insert.run(pages * 4096),
    waiting() {
      const [state] = native.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[];
      return state!.log - state!.checkpointed;
    },
  };
}

test('a log that has grown is copied on a thread, none of it by a commit', async (t) => {
  const { native, write, waiting } = await openLog(t);
  const asked: string[] = [];
  const watched: NativeDatabase = Object.create(native, {
    pragma: {
      value(source: string) {
        asked.push(source);
        return native.pragma(source);
      },
    },
  });
  const copier = createLogCopier(watched);
  write(3000);
  copier.onWritten();
  await copier.close();
  t.true(waiting() > 3000, 'too little to copy');

  write(2000);
  t.true(waiting() > 5000);
  asked.length = 0;
  copier.onWritten();
  // How much is left by now is up to the thread, which may have been quick.
  t.deepEqual(new Set(asked), new Set(['wal_checkpoint(NOOP)']), 'whoever writes does not wait');
  await copier.close();
  t.is(waiting(), 0);

  write(5000);
  copier.onWritten();
  await copier.close();
  t.is(waiting(), 0, 'and again, by another thread');
});

test('work that writes without pause has its commits spared and copies when it says', async (t) => {
  const { native, write, waiting } = await openLog(t);
  native.pragma('wal_autocheckpoint = 100');
  const copier = createLogCopier(native);
  const result = await copier.during(async (copy) => {
    write(4500);
    copier.onWritten();
    t.true(waiting() > 4500);
    await copy();
    t.is(waiting(), 0);
    return 'done';
  });
  t.is(result, 'done');
  t.is(native.pragma('wal_autocheckpoint', { simple: true }), 100);
  await t.throwsAsync(
    copier.during(async () => {
      throw new Error('stopped');
    }),
    { message: 'stopped' },
  );
  t.is(native.pragma('wal_autocheckpoint', { simple: true }), 100);
});

test('a reader in the way leaves the rest of the log for the next time', async (t) => {
  const { native, write, waiting } = await openLog(t);
  const copier = createLogCopier(native);
  write(10);
  const reader = new SqliteDatabase(native.name);
  reader.exec('begin');
  reader.prepare('select count(*) from filler').get();
  write(4500);
  copier.onWritten();
  await copier.close();
  t.true(waiting() > 0);
  reader.close();
  copier.onWritten();
  await copier.close();
  t.is(waiting(), 0);
});

test('a thread that cannot open the file ends nothing, and answers nobody by silence', async (t) => {
  const { native } = await openLog(t);
  renameSync(native.name, `${native.name}.moved`);
  const unasked = startCheckpointThread(native);
  await unasked.close();
  const asked = startCheckpointThread(native);
  await t.throwsAsync(asked.checkpoint(), { code: 'SQLITE_CANTOPEN' });
  await t.throwsAsync(asked.checkpoint(), { code: 'SQLITE_CANTOPEN' }, 'also once it is dead');
  await asked.close();
  // What cannot be posted to a thread keeps it from being made, as a lack of memory does.
  const unmade = startCheckpointThread({ name: Symbol('nowhere') } as unknown as NativeDatabase);
  await t.throwsAsync(unmade.checkpoint(), { name: 'DataCloneError' });
  await unmade.close();
});

test('work whose thread cannot start goes on, and its commits copy', async (t) => {
  const { native, write, waiting } = await openLog(t);
  native.pragma('wal_autocheckpoint = 100');
  renameSync(native.name, `${native.name}.moved`);
  const copier = createLogCopier(native);
  const result = await copier.during(async (copy) => {
    write(300);
    t.true(waiting() > 300);
    await copy();
    write(10);
    t.is(waiting(), 0);
    await copy();
    return 'done';
  });
  t.is(result, 'done');
  t.is(native.pragma('wal_autocheckpoint', { simple: true }), 100);
});
