import { join } from 'node:path';
import test from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { copyDatabase } from '../../../../src/db/sqlite/past/copy-database.ts';
import { tempDir } from '../../../support/temp-dir.ts';

test('what is written between two steps of a copy is not in it', async (t) => {
  const directory = await tempDir(t);
  const path = join(directory, 'one.sqlite');
  const writer = new SqliteDatabase(path);
  t.teardown(() => writer.close());
  writer.pragma('journal_mode = WAL');
  writer.exec('create table pages (bytes blob)');
  const write = writer.prepare('insert into pages values (zeroblob(4000))');
  writer.transaction(() => {
    for (let number = 0; number < 9000; number++) write.run();
  })();
  const source = new SqliteDatabase(path, { readonly: true });
  t.teardown(() => source.close());
  let steps = 0;
  const signal = {
    throwIfAborted: () => {
      steps += 1;
      write.run();
    },
  } as unknown as AbortSignal;
  const target = join(directory, 'copy.sqlite');
  await copyDatabase(source, target, signal);
  t.true(steps > 2, `${steps} steps`);
  const copy = new SqliteDatabase(target);
  t.teardown(() => copy.close());
  t.is(copy.prepare('select count(*) from pages').pluck().get(), 9000);
  t.deepEqual(copy.pragma('integrity_check'), [{ integrity_check: 'ok' }]);
  t.false(source.inTransaction, 'the log may be copied again');
  t.is(source.prepare('select count(*) from pages').pluck().get(), 9000 + steps);
});
