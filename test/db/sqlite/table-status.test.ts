import { statSync } from 'node:fs';
import test from 'ava';
import { aChain, newDatabase } from '../fixtures.ts';

test('the status names the database and says its size', async (t) => {
  const { db, path } = await newDatabase(t);
  await db.chains.record(aChain());
  const status = await db.status();
  t.is(status.path, path);
  await db.close();
  t.is(status.bytes, statSync(path).size);
});
