import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PeerCertificate } from 'node:tls';
import test from 'ava';
import { readStoreUrl } from '../../../src/db/postgres/connection/store-url.ts';
import { tempDir } from '../../support/temp-dir.ts';

test('a URL is read, and people are shown neither user nor password', (t) => {
  t.deepEqual(readStoreUrl('postgres://bob:s%40crt@db.example:5433/spyglass?sslmode=disable'), {
    name: 'postgres://db.example:5433/spyglass',
    host: 'db.example',
    port: 5433,
    database: 'spyglass',
    user: 'bob',
    password: 's@crt',
    tls: false,
  });
  t.like(readStoreUrl('postgresql://db.example/spyglass'), {
    port: 5432,
    user: undefined,
    password: undefined,
  });
  t.like(readStoreUrl('postgres://[::1]/spyglass'), { host: '::1', name: 'postgres://[::1]:5432/spyglass' });
  t.like(readStoreUrl('postgres:///spyglass?host=/run/postgresql'), {
    host: '/run/postgresql',
    name: 'postgres:///run/postgresql:5432/spyglass',
  });
});

test('TLS is as libpq has it', async (t) => {
  const ca = join(await tempDir(t), 'root.crt');
  writeFileSync(ca, 'a certificate');
  const tls = (query: string) => readStoreUrl(`postgres://server/spyglass${query}`).tls;
  t.is(tls(''), false);
  t.like(tls('?sslmode=require'), { rejectUnauthorized: false });
  const signed = tls(`?sslmode=require&sslrootcert=${ca}`) || {};
  t.is(signed.ca, 'a certificate');
  t.is(signed.rejectUnauthorized, undefined);
  t.is(signed.checkServerIdentity?.('another', {} as never), undefined, 'by any name');
  const verified = tls(`?sslmode=verify-full&sslrootcert=${ca}`) || {};
  t.is(verified.ca, 'a certificate');
  t.is(verified.rejectUnauthorized, undefined);
  const of = (name: string) => ({ subject: { CN: name }, subjectaltname: `DNS:${name}` }) as PeerCertificate;
  t.is(verified.checkServerIdentity?.('localhost', of('server')), undefined, 'the name of the URL counts');
  t.true(verified.checkServerIdentity?.('localhost', of('localhost')) instanceof Error);
  t.false('ca' in (tls('?sslmode=verify-full') || {}), 'whom Node trusts');
});

test('what is no URL of a store is refused without repeating it', (t) => {
  const wrong: [string, RegExp][] = [
    ['mysql://bob:secret@server/spyglass', /is no URL of PostgreSQL/],
    ['bob:secret@server', /is no URL of PostgreSQL/],
    ['postgres://bob:secret@server', /names no database/],
    ['postgres://bob:secret@server/spyglass?sslmode=allow', /sslmode allow; known are disable, require/],
    ['postgres://bob:secret@server/spyglass?options=-c', /parameter options; known are/],
    ['postgres://bob:secret@server/spyglass?sslmode=verify-ca', /without sslrootcert/],
    [
      'postgres://bob:secret@server/spyglass?sslmode=require&sslrootcert=/none',
      /sslrootcert that cannot be read/,
    ],
    ['postgres://bob:secret%@server/spyglass', /%/],
  ];
  for (const [url, message] of wrong) {
    const error = t.throws(() => readStoreUrl(url), { code: 'settings', message }, url);
    t.notRegex(`${error?.message} ${error?.stack}`, /secret/);
  }
});
