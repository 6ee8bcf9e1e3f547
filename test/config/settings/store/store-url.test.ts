import test from 'ava';
import { locateInstance } from '../../../../src/config/instance.ts';
import { readSettings } from '../../../../src/config/load-settings.ts';
import { parseStoreUrl } from '../../../../src/config/settings/store/store-url.ts';

const url = 'postgres://desk:s3cret@db.example.com/spyglass?sslmode=verify-full';

test('a store is named without its user, its password and its options', (t) => {
  t.deepEqual(parseStoreUrl(url), { name: 'postgres://db.example.com:5432/spyglass', hasPassword: true });
  t.deepEqual(parseStoreUrl('postgresql://localhost:6000/s?password=x'), {
    name: 'postgres://localhost:6000/s',
    hasPassword: true,
  });
  t.false(parseStoreUrl('postgres://db/spyglass')?.hasPassword);
});

test('what is no address of a database is refused without being quoted', (t) => {
  for (const wrong of [
    'mysql://u:s3cret@db/x',
    'postgres://u:s3cret@db',
    's3cret',
    'postgres:///x',
    'postgres://h/a/b',
  ]) {
    t.is(parseStoreUrl(wrong), null, wrong);
    const { problems } = readSettings({ env: { SPYGLASS_STORE_URL: wrong } });
    t.deepEqual(problems, ['SPYGLASS_STORE_URL: store.url: expected postgres://USER:PASSWORD@HOST/DATABASE']);
  }
});

test('a password in a file that others may read stops the start, and an address without one does not', (t) => {
  const read = (address: string, mode: number) =>
    readSettings({ env: {}, file: { path: '/etc/s.toml', text: `[store]\nurl = "${address}"\n`, mode } })
      .problems;
  t.deepEqual(read(url, 0o644), [
    '/etc/s.toml: it holds the store’s password but others may read it: chmod 600 /etc/s.toml',
  ]);
  t.deepEqual(read(url, 0o600), []);
  t.deepEqual(read('postgres://db/spyglass', 0o644), []);
});

test('a demo never uses the shared store', (t) => {
  const places = { data: '/d', config: '/c', state: '/s', runtime: null, platform: 'linux' } as const;
  const of = (mode: 'live' | 'demo') =>
    locateInstance({ mode, dataDir: null, socket: null, storeUrl: url }, places);
  t.is(of('demo').storeUrl, null);
  t.is(of('live').storeUrl, url);
});
