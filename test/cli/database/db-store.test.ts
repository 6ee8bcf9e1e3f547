import test from 'ava';
import { dbCopy } from '../../../src/cli/database/db-copy.ts';
import { dbBackup } from '../../../src/cli/database/db.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { runOnStore } from './store-command.ts';

const url = 'postgres://bob:pass-word@db.example.com/desk';

test('a backup of a store is refused with the command that makes one, and without the password', async (t) => {
  const dir = await tempDir(t);
  const { code, stderr } = await runOnStore({ dir, url }, (invocation) => dbBackup(invocation, {}, ['x']));
  t.is(code, 2);
  t.regex(stderr, /pg_dump .*--username=USER --dbname=postgres:\/\/db\.example\.com:5432\/desk/);
  t.notRegex(stderr, /bob|pass-word/);
});

test('a copy needs a store, a direction that there is, and no demo', async (t) => {
  const dir = await tempDir(t);
  const copy = (wanted: { url: string | null; flags?: { demo: boolean } }, args: string[]) =>
    runOnStore({ dir, ...wanted }, (invocation) => dbCopy(invocation, {}, args));
  const without = await copy({ url: null }, ['to-store']);
  t.is(without.code, 2);
  t.regex(without.stderr, /^store\.url names no store\.\nSet SPYGLASS_STORE_URL/);
  const sideways = await copy({ url }, ['sideways']);
  t.is(sideways.code, 2);
  t.regex(sideways.stderr, /cannot copy sideways: to-store or from-store/);
  const withFile = await copy({ url }, ['to-store', 'some.sqlite']);
  t.is(withFile.code, 2);
  t.regex(withFile.stderr, /--data-dir/);
  const demo = await copy({ url, flags: { demo: true } }, ['to-store']);
  t.is(demo.code, 2);
  t.regex(demo.stderr, /live and simulated data never share a store/);
});
